"""Opens the local records (SQLite) and runs transactions on them; foreign errors leave as ours."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import RLock

from platformctl.errors import PlatformError
from platformctl.records.database_errors import translated
from platformctl.records.private_folder import make_private_folder, refuse_link, whole_folder
from platformctl.records.refusals import RecordsDamaged
from platformctl.records.schema import SCHEMA_VERSION, STEPS, TABLES

BUSY_SECONDS = 15.0
"""How long one writer waits for another; each holds the database for milliseconds."""


class Database:
    """The file, opened when it is first needed; any thread may use it, one at a time."""

    def __init__(self, path: Path) -> None:
        """Take the file's path; nothing is opened or made yet."""
        self._path = path
        self._turn = RLock()
        self._connection: sqlite3.Connection | None = None
        self._is_current = False

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Run one transaction that either happens as a whole or not at all; the file is made when missing."""
        with self._turn, translated(self._path):
            if self._connection is None:
                _create(self._path)
            connection = self._open()
            self._bring_up(connection)
            with _transaction(connection, "begin immediate"):
                yield connection

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Look at one moment of the records; a missing file is left missing and looks empty."""
        with self._turn, translated(self._path):
            if self._connection is None and is_missing(self._path):
                with closing(_nothing()) as nothing:
                    yield nothing
            else:
                with _transaction(self._open(), "begin") as connection:
                    yield connection

    def close(self) -> None:
        """Close the file, if it was opened."""
        with self._turn:
            if self._connection is not None:
                self._connection.close()
                self._connection = None
                self._is_current = False

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = _opened(self._path)
        return self._connection

    def _bring_up(self, connection: sqlite3.Connection) -> None:
        """Bring records of an earlier version up to ours before the first thing is written; looking never does."""
        if not self._is_current:
            _grow(connection)
            self._is_current = True


@contextmanager
def _transaction(connection: sqlite3.Connection, begin: str) -> Iterator[sqlite3.Connection]:
    connection.execute(begin)
    try:
        yield connection
        connection.execute("commit")
    finally:
        if connection.in_transaction:
            connection.execute("rollback")


def _opened(path: Path) -> sqlite3.Connection:
    refuse_link(path)
    if not path.stat().st_size:
        raise RecordsDamaged("The records are damaged", detail=f"{path} is empty; it was cut off after it was made.")
    try:
        return _checked(path, "mode=rw")
    except sqlite3.OperationalError as error:
        if not _is_frozen(path, error):
            raise
        return _checked(path, "mode=ro&immutable=1")


def _is_frozen(path: Path, error: sqlite3.OperationalError) -> bool:
    """Claim that nobody can write here, so that WAL's helper files can't be made, and that no WAL is pending."""
    refused = error.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}
    return refused and not path.with_name(f"{path.name}-wal").exists()


def _checked(path: Path, mode: str) -> sqlite3.Connection:
    connection = _connected(path, mode)
    try:
        _check_version(connection, path)
        connection.execute("pragma synchronous = full")
        connection.execute("pragma cell_size_check = on")
    except BaseException:
        connection.close()
        raise
    return connection


def _connected(path: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?{mode}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )


def _check_version(connection: sqlite3.Connection, path: Path) -> None:
    found = connection.execute("select max(version) from meta").fetchone()[0]
    if not isinstance(found, int):
        raise RecordsDamaged("The records are damaged", detail=f"{path} does not say which version it is.")
    if found > SCHEMA_VERSION:
        raise PlatformError(
            "The records were written by a newer platformctl",
            detail=f"{path} has version {found}; this platformctl knows versions up to {SCHEMA_VERSION}.",
            hint="pip install --upgrade platformctl",
        )


def _create(path: Path) -> None:
    """Make the file whole under another name, then give it its name: an empty file always means damage."""
    folder = make_private_folder(path.parent)
    with whole_folder(folder):
        if is_missing(path):
            building = path.with_name(f"{path.name}.new")
            for left in folder.glob(f"{building.name}*"):
                left.unlink()
            building.touch(mode=0o600)
            with closing(_connected(building, "mode=rw")) as connection:
                connection.execute("pragma journal_mode = wal")
                _make_tables(connection)
            building.rename(path)


def is_missing(path: Path) -> bool:
    """Tell whether there are no records yet; records whose main file alone is gone are damaged."""
    if path.exists():
        return False
    if path.with_name(f"{path.name}-wal").exists():
        raise RecordsDamaged(
            "The records are damaged", detail=f"{path} is gone, but {path.name}-wal, a part of it, is there."
        )
    return True


def _make_tables(connection: sqlite3.Connection) -> None:
    for statement in TABLES:
        connection.execute(statement)
    connection.execute("insert into meta (version) values (?)", (SCHEMA_VERSION,))


def _grow(connection: sqlite3.Connection) -> None:
    with _transaction(connection, "begin immediate"):
        found = connection.execute("select max(version) from meta").fetchone()[0]
        for version in range(found + 1, SCHEMA_VERSION + 1):
            for statement in STEPS[version]:
                connection.execute(statement)
            connection.execute("update meta set version = ?", (version,))


def _nothing() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    _make_tables(connection)
    return connection
