"""Keeps a copy of each committed state in the user's state folder, the newest ten of a stack."""

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

    def keep(self, stack: str, content: bytes, mark: StateMark) -> Path:
        """Copy the state, readable by its owner only, and let go of the oldest."""
        folder = make_private_folder(self._base, self._project, *stack.split("/"))
        copy = folder / f"{mark.serial}-{mark.sha256[:12]}.tfstate"
        for half_made in folder.glob(".*"):
            half_made.unlink(missing_ok=True)
        write_atomically(copy, content, mode=0o600)
        for old in _newest_first(folder)[KEPT:]:
            old.unlink(missing_ok=True)
        return copy

    def newest(self, stack: str) -> Path | None:
        """Return the newest copy of the stack's state."""
        return next(iter(_newest_first(self._base / self._project / stack)), None)


def _newest_first(folder: Path) -> list[Path]:
    """Sort by time, not by serial: a state made anew starts again with serial 1."""
    return sorted(folder.glob("*.tfstate"), key=lambda copy: (copy.stat().st_mtime_ns, copy.name), reverse=True)
