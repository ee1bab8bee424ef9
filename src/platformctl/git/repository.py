"""What git says of the working tree; git runs without hooks, fsmonitor, filters, system configuration."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

SAFE = ("-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-c", "protocol.allow=never")
SECONDS = 20


@dataclass(frozen=True)
class Position:
    """Where the working tree stands."""

    commit: str
    """Empty outside git, and in a repository without commits."""
    uncommitted: bool
    """Some of the files asked about differ from the commit."""


def position(root: Path, paths: Sequence[str], environ: Mapping[str, str]) -> Position:
    """Return the commit, and whether `paths` differ from it."""
    commit = _git(root, ["rev-parse", "--verify", "--quiet", "HEAD"], environ).strip()
    if not commit:
        return Position("", uncommitted=bool(paths))
    changed = _git(
        root, ["status", "--porcelain", "--untracked-files=all", "--ignore-submodules", "--", *paths], environ
    )
    return Position(commit, bool(changed.strip()))


def _git(root: Path, arguments: Sequence[str], environ: Mapping[str, str]) -> str:
    """Run git and return what it says; nothing when there is no git or no repository."""
    command = ["git", *SAFE, "--no-optional-locks", "-C", str(root), *arguments]
    environment = {
        "PATH": environ.get("PATH", os.defpath),
        "HOME": environ.get("HOME", "/nonexistent"),
        "LC_ALL": "C",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
    }
    try:
        done = subprocess.run(command, env=environment, capture_output=True, timeout=SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""
