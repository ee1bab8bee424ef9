"""Keeps copies of a stack's states in the user's state folder: the last state of each of the newest ten runs.

A long apply commits many times; were each commit kept, a minute of it would push out all that is older.
"""

import hashlib
import os
from pathlib import Path

from platformctl.project.files import write_atomically
from platformctl.records.facts import StateMark
from platformctl.records.private_folder import make_private_folder

KEPT = 10


class Copies:
    """The copies of one project's states."""

    def __init__(self, state_folder: Path, project: Path) -> None:
        """Take the user's state folder; projects are told apart by where they lie."""
        self._base = state_folder / "copies"
        self._project = hashlib.sha256(os.fsencode(project.resolve())).hexdigest()[:16]

    @property
    def folder(self) -> Path:
        """Return where the project's copies lie."""
        return self._base / self._project

    def keep(self, stack: str, run: str, content: bytes, mark: StateMark) -> Path:
        """Copy the state, readable by its owner only; let go of the run's earlier ones and of the oldest run's."""
        folder = make_private_folder(self._base, self._project, *stack.split("/"))
        copy = folder / f"{run}.{mark.serial}-{mark.sha256[:12]}.tfstate"
        for half_made in folder.glob(".*"):
            half_made.unlink(missing_ok=True)
        write_atomically(copy, content, mode=0o600)
        earlier = [path for path in folder.glob(f"{run}.*.tfstate") if path != copy]
        for path in earlier:
            path.unlink(missing_ok=True)
        for path in _newest_first(folder)[KEPT:]:
            path.unlink(missing_ok=True)
        return copy

    def newest(self, stack: str) -> Path | None:
        """Return the newest copy of the stack's state."""
        return next(iter(_newest_first(self.folder / stack)), None)


def _newest_first(folder: Path) -> list[Path]:
    """Sort by time, not by serial: a state made anew starts again with serial 1."""
    return sorted(folder.glob("*.tfstate"), key=lambda copy: (copy.stat().st_mtime_ns, copy.name), reverse=True)
