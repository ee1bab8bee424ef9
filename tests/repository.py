"""A git repository for tests: made by git itself, which knows nobody's configuration."""

import os
import subprocess
from pathlib import Path

ENVIRON = {"PATH": os.environ["PATH"]}


def git(root: Path, *words: str, text: str = "") -> str:
    """Run git; return what it says."""
    identity = {f"GIT_{who}_{what}": "t@x.example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environment = {**ENVIRON, **identity, "HOME": str(root), "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run(
        ["git", "-C", str(root), *words], env=environment, input=text, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def make_repository(root: Path) -> None:
    """Make a repository of a folder, with everything in it as its first commit."""
    git(root, "init", "-q", "-b", "main")
    commit_all(root, "first")


def commit_all(root: Path, message: str) -> str:
    """Commit what lies there; return the commit."""
    git(root, "add", "--all")
    git(root, "commit", "-qm", message)
    return git(root, "rev-parse", "HEAD")
