"""What git says of the working tree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from platformctl.git.command import Settings, ask_git, git_says

_OFF = (("clean", ""), ("process", ""), ("required", "false"))


@dataclass(frozen=True)
class Position:
    """Where the working tree stands."""

    commit: str
    """Empty outside git, and in a repository without commits."""
    uncommitted: bool
    """Some of the files asked about differ from the commit."""


def position(root: Path, paths: Sequence[str], environ: Mapping[str, str]) -> Position:
    """Return the commit, and whether `paths` differ from it; where git can't tell, they do."""
    commit = git_says(root, ["rev-parse", "--verify", "--quiet", "HEAD"], environ).strip()
    if not commit:
        return Position("", uncommitted=bool(paths))
    status = ["status", "--porcelain", "--untracked-files=all", "--ignore-submodules", "--", *paths]
    done = ask_git(root, status, environ, unfiltered(root, environ))
    is_clean = done is not None and done.returncode == 0 and not done.stdout.strip()
    return Position(commit, uncommitted=not is_clean)


def is_shallow(root: Path, environ: Mapping[str, str]) -> bool:
    """Say whether this is a shallow clone, whose history ends before it began."""
    return git_says(root, ["rev-parse", "--is-shallow-repository"], environ).strip() == "true"


def folder_in_repository(root: Path, environ: Mapping[str, str]) -> str:
    """Return where a folder lies in its repository, as `infra/`; nothing for the top of it, and outside git."""
    return git_says(root, ["rev-parse", "--show-prefix"], environ).removesuffix("\n")


def unfiltered(root: Path, environ: Mapping[str, str]) -> Settings:
    """Return what switches off each filter that the configuration knows: status would start it."""
    names = git_says(root, ["config", "--name-only", "-z", "--get-regexp", r"^filter\."], environ).split("\0")
    drivers = sorted({name.rpartition(".")[0] for name in names if name})
    return [(f"{driver}.{key}", value) for driver in drivers for key, value in _OFF]
