"""What the branch that is checked out contains: HEAD and its ancestors."""

import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from platformctl.errors import PlatformError
from platformctl.git.command import SECONDS, ask_git, git_says
from platformctl.git.objects import Objects, open_objects
from platformctl.git.repository import is_shallow

MOST = 1000
"""Commits looked at; a stack that has changed more often since is not looked for further down."""
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


@dataclass(frozen=True)
class History:
    """The commits that HEAD contains."""

    root: Path
    environ: Mapping[str, str] = field(repr=False)

    def contains(self, commit: str) -> bool:
        """Say whether a commit is HEAD or one of its ancestors; no when it is not known here."""
        return self._yes(commit, ["merge-base", "--is-ancestor", commit, "HEAD"])

    def knows(self, commit: str) -> bool:
        """Say whether a commit has been fetched."""
        return self._yes(commit, ["cat-file", "-e", f"{commit}^{{commit}}"])

    def touching(self, paths: Sequence[str]) -> tuple[str, ...]:
        """Return the commits that changed one of the paths, newest first, on every side of every merge.

        One more than MOST says that there are others.
        """
        asked = ["rev-list", "--full-history", f"--max-count={MOST + 1}", "HEAD", "--", *paths]
        done = ask_git(self.root, asked, self.environ)
        if done is None:
            raise _unreadable(self.root, None)
        return tuple(done.stdout.decode("ascii").split()) if done.returncode == 0 else ()  # no commit yet: no HEAD

    def is_anywhere(self, path: str) -> bool:
        """Say whether any commit that is known here changed the path, on whatever branch."""
        done = ask_git(self.root, ["rev-list", "--all", "--max-count=1", "--", path], self.environ)
        if done is None or done.returncode != 0:
            raise _unreadable(self.root, done)
        return bool(done.stdout.strip())

    def objects(self) -> AbstractContextManager[Objects]:
        """Open the files of the commits."""
        return open_objects(self.root, self.environ)

    @property
    def committed(self) -> datetime | None:
        """Return when HEAD was made; None without a commit."""
        said = git_says(self.root, ["show", "--no-patch", "--format=%ct", "HEAD"], self.environ).strip()
        return datetime.fromtimestamp(int(said), UTC) if said.isdecimal() else None

    @property
    def is_cut_off(self) -> bool:
        """Say whether this is a shallow clone, whose history ends before it began."""
        return is_shallow(self.root, self.environ)

    def _yes(self, commit: str, question: Sequence[str]) -> bool:
        done = ask_git(self.root, question, self.environ) if _COMMIT.fullmatch(commit) else None
        return done is not None and done.returncode == 0


def open_history(root: Path, environ: Mapping[str, str]) -> History | None:
    """Return the history around `root`, None outside git; an error where there is one that git can't or won't read."""
    done = ask_git(root, ["rev-parse", "--is-inside-work-tree"], environ)
    if done and done.returncode == 0 and done.stdout.strip() == b"true":
        return History(root, environ)
    if any(_lies_in(folder) for folder in _upwards(root)):
        raise _unreadable(root, done)
    return None


def _upwards(root: Path) -> Iterator[Path]:
    folder = root.resolve()
    yield folder
    yield from folder.parents


def _lies_in(folder: Path) -> bool:
    return (folder / ".git").exists()


def _unreadable(root: Path, done: "subprocess.CompletedProcess[bytes] | None") -> PlatformError:
    """Fail closed: git refuses a repository of somebody else, for one, and that is not the same as no repository."""
    silent = f"there is no git, or it took longer than {SECONDS} s"
    said = done.stderr.decode("utf-8", "replace").strip().splitlines()[:1] if done else [silent]
    return PlatformError(
        "The repository can't be read",
        detail=f"git was asked about {root}: {''.join(said)}.",
        hint=f"git -C {root} status",
    )
