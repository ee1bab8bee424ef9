"""Names what a change brings along that is no plain file of a project: links, repositories, settings of git."""

import stat
from collections.abc import Collection, Iterator
from pathlib import Path

from platformctl.errors import Usage

LARGEST = 8 * 1024 * 1024
"""Bytes of one file; no file of a stack, a module or a pack has as many."""
MOST = 20
"""Paths that are named one by one."""
_GITS_OWN = frozenset({".gitattributes", ".gitmodules", ".lfsconfig"})
_PLACES = frozenset({"stacks", "vendor"})
"""Folders whose every file would be read by a plan."""


def shown(path: str) -> str:
    """Return a path as it can be told: what can't be seen is spelled out."""
    return path if path.isprintable() else ascii(path)[1:-1]


def odd_paths(root: Path, paths: Collection[str]) -> tuple[str, ...]:
    """Say what is odd among the paths; nothing of it was followed or started."""
    odd = [f"{shown(path)} {what}" for path in sorted(paths) if (what := _what(path, root / path))]
    more = (f"{len(odd) - MOST} more such files",) if len(odd) > MOST else ()
    return (*odd[:MOST], *more)


def misplaced(root: Path, paths: Collection[str]) -> Iterator[Usage]:
    """Yield an error for each link and each other repository where stacks and vendored copies lie."""
    for path in sorted(paths):
        kind = _kind(root / path)
        if kind and path.split("/")[0] in _PLACES:
            yield Usage(
                "A file doesn't belong there",
                detail=f"{root}/{shown(path)} is {kind}. Stacks and modules are made of plain files only.",
                hint=f"git rm --cached {shown(path)}",
            )


def oversized(root: Path, paths: Collection[str]) -> Iterator[Usage]:
    """Yield an error for each file that is too large to be read."""
    for path in sorted(paths):
        if _size(root / path) > LARGEST:
            yield Usage(
                "A file is too large",
                detail=f"{root}/{shown(path)} has more than {LARGEST} bytes. It was not read, nor was anything else.",
                hint=f"git rm --cached {shown(path)}",
            )


def _size(path: Path) -> int:
    try:
        return path.lstat().st_size
    except OSError:
        return 0


def _what(path: str, place: Path) -> str:
    if path.rpartition("/")[2] in _GITS_OWN:
        return "says what git does with files; no filter, hook or conversion of it was started"
    kind = _kind(place)
    return f"is {kind}; it was not followed" if kind else ""


def _kind(path: Path) -> str:
    try:
        mode = path.lstat().st_mode
    except OSError:
        return ""
    if stat.S_ISLNK(mode):
        return "a link"
    return "another repository" if stat.S_ISDIR(mode) else ""
