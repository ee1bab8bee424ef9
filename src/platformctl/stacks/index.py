"""Remembers what the files of each stack were proven to be, as git's index does: until one of them was touched.

A file counts as untouched while its size, times, inode and mode are the same; what was touched in the last moments is
not remembered, since a file system's clock may not tell two writes apart. What every stack depends on (platform.yaml,
platform.lock, the vendored modules, our own code) is the basis: when it changes, everything is proven again. Only what
was found in order is remembered, and only lists look here: whatever plans or applies proves the files themselves.
"""

import hashlib
import json
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from platformctl.project.files import write_atomically
from platformctl.project.lock_file import LOCK_NAME
from platformctl.project.project import Project
from platformctl.requests.request import Request
from platformctl.stacks import workspace
from platformctl.stacks.stack_id import StackId

SETTLED_NS = 2_000_000_000
"""A file that was touched within the last two seconds is not remembered."""
_OURS = ("stacks", "requests", "catalog", "project")


@dataclass
class Index:
    """What is remembered of one project's stacks."""

    project: Project
    path: Path | None = None
    """Where it is kept; None: nothing is remembered."""
    settled: int = SETTLED_NS
    """Nanoseconds after which a file that was touched may be remembered."""
    _known: dict[str, list[str]] = field(default_factory=dict)
    _basis: str = ""
    _changed: bool = False
    _looked: dict[StackId, list[str] | None] = field(default_factory=dict)
    """One command looks at a stack's files once."""

    @classmethod
    def opened(cls, project: Project, folder: Path, settled: int = SETTLED_NS) -> "Index":
        """Read what is remembered of the project; what can't be read, or rests on another basis, is forgotten."""
        name = hashlib.sha256(os.fsencode(project.root.resolve())).hexdigest()[:24]
        index = cls(project, folder / f"{name}.json", settled, _basis=_basis(project))
        with suppress(OSError, ValueError, TypeError, KeyError):
            kept: Any = json.loads((folder / f"{name}.json").read_bytes())
            if kept["basis"] == index._basis:
                index._known = dict(kept["stacks"])
        return index

    def request(self, stack: StackId) -> Request:
        """Return a stack's request; Usage when there is none, or a broken one."""
        known = self._of(stack)
        return Request.model_validate_json(known[2]) if known else workspace.request_of(self.project, stack)

    def digest(self, stack: StackId) -> str:
        """Return the digest of a stack whose files are what its request renders to; Usage otherwise."""
        known = self._of(stack)
        if known:
            return known[1]
        before = _signature(workspace.folder_of(self.project, stack), self.settled)
        proven = workspace.proven(self.project, stack)
        if before and self.path:
            self._known[str(stack)] = [before, proven.digest, proven.request.model_dump_json()]
            self._changed = True
        return proven.digest

    def save(self) -> None:
        """Keep what was learnt; a folder that can't be written only makes the next time slower."""
        if self._changed and self.path:
            with suppress(OSError):
                self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                write_atomically(self.path, json.dumps({"basis": self._basis, "stacks": self._known}).encode())
            self._changed = False

    def _of(self, stack: StackId) -> list[str] | None:
        if stack not in self._looked:
            self._looked[stack] = self._untouched(stack)
        return self._looked[stack]

    def _untouched(self, stack: StackId) -> list[str] | None:
        known = self._known.get(str(stack))
        folder = self.project.root.joinpath(*stack.folder.parts)
        return known if known and known[0] == _signature(folder, self.settled) else None


def _signature(folder: Path, settled: int) -> str:
    """Sum up the folder, the two above it and every entry; empty where something was touched just now, or is a link."""
    try:
        marks = [*_marks(folder)]
    except OSError:
        return ""
    newest = max(max(mark[3], mark[4]) for mark in marks)
    if newest > time.time_ns() - settled:
        return ""
    return hashlib.blake2b(repr(marks).encode(), digest_size=16).hexdigest()


def _marks(folder: Path) -> Iterator[tuple[str, int, int, int, int, int]]:
    for above in (folder.parent, folder.parent.parent):
        mark = above.lstat()
        yield (str(above), mark.st_mode, 0, 0, 0, mark.st_ino)
    mark = folder.lstat()
    yield (str(folder), mark.st_mode, 0, mark.st_mtime_ns, mark.st_ctime_ns, mark.st_ino)
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        mark = entry.stat(follow_symlinks=False)
        yield (entry.name, mark.st_mode, mark.st_size, mark.st_mtime_ns, mark.st_ctime_ns, mark.st_ino)


def _basis(project: Project) -> str:
    """Sum up what the files of every stack depend on besides their own folder."""
    package = Path(__file__).parents[1]
    ours = [path for part in _OURS for path in (package / part).rglob("*") if path.suffix in {".py", ".j2"}]
    theirs = [project.root / "platform.yaml", project.root / LOCK_NAME, *(project.root / "vendor").rglob("*")]
    total = hashlib.sha256()
    for path in sorted([*ours, *theirs]):
        with suppress(FileNotFoundError):
            mark = path.lstat()
            told = (path, mark.st_mode, mark.st_size, mark.st_mtime_ns, mark.st_ctime_ns, mark.st_ino)
            total.update(repr(told).encode())
    return total.hexdigest()
