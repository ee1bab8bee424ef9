"""Says in our words what SQLite and the disk refuse."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from platformctl.errors import Busy, PlatformError
from platformctl.records.refusals import RecordsDamaged

_FULL = {sqlite3.SQLITE_FULL}
_DENIED = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}  # ERROR: a table is missing
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn foreign errors about the records at `path` into ours."""
    try:
        yield
    except sqlite3.Error as error:
        raise _ours(error, path) from error
    except OSError as error:
        raise _refused(path, error.strerror or str(error)) from error


def _ours(error: sqlite3.Error, path: Path) -> PlatformError:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_MISUSE) & 0xFF  # the low byte is the class
    if code in _FULL:
        return _full(path)
    if code in _DENIED:
        return _refused(path, str(error))
    if code in _BUSY:
        return Busy("The records are busy", detail=f"{path} has been locked by another process for too long.")
    if code in _DAMAGED:
        return _damaged(path, str(error))
    return PlatformError("The records can't be used", detail=f"{path}: {error}.", hint=_look(path))


def _full(path: Path) -> PlatformError:
    return PlatformError(
        "The disk is full",
        detail=f"{path} could not take another entry. What was recorded before is whole.",
        hint=f"df -h {path.parent}",
    )


def _refused(path: Path, why: str) -> PlatformError:
    return PlatformError("The records can't be opened", detail=f"{path}: {why}.", hint=_look(path))


def _damaged(path: Path, why: str) -> PlatformError:
    return RecordsDamaged(
        "The records are damaged",
        detail=f"{path}: {why}. Nothing was changed; states lie in files of their own and are not affected.",
        hint=f"cp -p {path} {path}.damaged",
    )


def _look(path: Path) -> str:
    return f"ls -ld {path.parent} {path}"
