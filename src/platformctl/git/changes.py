"""What a change consists of: the paths that differ between its fork point and the working tree."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from platformctl.errors import PlatformError, Usage
from platformctl.git.between import between
from platformctl.git.command import SECONDS, ask_git, git_says
from platformctl.git.deepening import deepened
from platformctl.git.history import open_history
from platformctl.git.repository import folder_in_repository, is_shallow, unfiltered

_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
REF = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_./~^+-]{0,250}")
"""What may name a commit here; git takes far more, some of which runs searches or reads files."""


@dataclass(frozen=True)
class Changes:
    """Everything between the fork point and the working tree."""

    since: str
    """What was named."""
    fork_point: str
    commit: str
    """HEAD."""
    paths: frozenset[str]
    """Relative to the folder that was asked about; committed or not."""
    uncommitted: frozenset[str]
    """Those that lie otherwise in the working tree than in HEAD."""


def changes_since(root: Path, ref: str, environ: Mapping[str, str]) -> Changes:
    """Find what has changed below `root` since it forked off `ref`.

    Usage outside git, for what names no commit, or where there is no common ancestor; PlatformError where git fails.
    """
    if not REF.fullmatch(ref) or ".." in ref:
        raise Usage("Not a commit", detail=f"--changed-since {ref[:80]!r}: give a branch, a tag or a commit.")
    if open_history(root, environ) is None:
        raise Usage(
            "Not a git repository",
            detail=f"{root} lies in no git repository, so nothing can have changed since {ref}.",
            hint="platformctl plan",
        )
    commit = _named(root, "HEAD", environ)
    if not commit:
        raise Usage("There is no commit yet", detail=f"{root}: HEAD names no commit.", hint="git commit")
    fork = _fork_point(root, ref, environ)
    uncommitted = _uncommitted(root, environ)
    committed = (difference.path for difference in between(root, fork, commit, environ))
    return Changes(ref, fork, commit, frozenset(committed) | uncommitted, uncommitted)


def _fork_point(root: Path, ref: str, environ: Mapping[str, str]) -> str:
    """Return the commit at which HEAD left `ref`; a clone that is too shallow to tell is deepened first."""
    for _ in deepened(root, environ):
        tip = commit_of(root, ref, environ)
        fork = git_says(root, ["merge-base", tip, "HEAD"], environ).split() if tip else []
        if fork:
            return fork[0]
    if not commit_of(root, ref, environ):
        raise Usage(
            "No such commit",
            detail=f"--changed-since {ref}: this clone knows no branch, tag or commit of that name.",
            hint="git fetch origin      (then name the branch as origin/…)",
        )
    shallow = is_shallow(root, environ)
    why = "this clone is shallow, and its remote gave nothing more" if shallow else "they share no commit"
    raise Usage(
        "No fork point",
        detail=f"HEAD and {ref} have no common ancestor here: {why}.",
        hint="git fetch --unshallow      (in a pipeline: check out with fetch-depth: 0)" if shallow else "",
    )


def commit_of(root: Path, ref: str, environ: Mapping[str, str]) -> str:
    """Return the full id of the commit that a word names, of branches before anything else; empty where it names none.

    git itself takes a tag before a branch, and whoever may push tags could then say with one called `origin/main` what
    the protected branch says.
    """
    if _ID.fullmatch(ref):
        return _named(root, ref, environ)
    branch, others = f"refs/remotes/{ref}", (f"refs/heads/{ref}", ref)
    names = (branch,) if ref.startswith("origin/") else (branch, *others)  # a branch of the remote's, or nothing
    return next((found for name in names if (found := _named(root, name, environ))), "")


def _named(root: Path, name: str, environ: Mapping[str, str]) -> str:
    """Return the full id of a commit; nothing where git knows none of that name."""
    asked = ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}"]
    return git_says(root, asked, environ).strip()


def _uncommitted(root: Path, environ: Mapping[str, str]) -> frozenset[str]:
    """Return what differs from HEAD, untracked files included, ignored ones not."""
    words = ["status", "--porcelain", "-z", "--untracked-files=all", "--no-renames", "--ignore-submodules", "--", "."]
    done = ask_git(root, words, environ, unfiltered(root, environ))
    if not done or done.returncode:
        raise PlatformError(
            "The working tree can't be compared",
            detail=f"git was asked what differs from HEAD in {root}, and said no, or took longer than {SECONDS} s.",
            hint=f"git -C {root} status",
        )
    inside = folder_in_repository(root, environ)
    lines = done.stdout.decode("utf-8", "surrogateescape").split("\0")
    return frozenset(line[3:].removeprefix(inside) for line in lines if line)
