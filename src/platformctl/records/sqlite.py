"""Opens the local records (SQLite) and runs transactions on them; foreign errors leave as ours."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from pathlib import Path
from threading import RLock

from platformctl.records.database_errors import translated
from platformctl.records.private_folder import make_private_folder, refuse_link, whole_folder
from platformctl.records.refusals import RecordsDamaged
from platformctl.records.schema import ADD_META, META, SCHEMA_VERSION, TABLES
from platformctl.records.sql import Nothing, Session
from platformctl.records.versions import grow, refuse_newer

BUSY_SECONDS = 15.0
"""How long one writer waits for another; each holds the database for milliseconds."""


class _Connection(sqlite3.Connection):
    """A connection whose every transaction is alone with the file."""

    def hold(self, name: str) -> None:
        """Wait for nobody: a writer holds the whole file."""


class SqliteDatabase:
    """The file, opened when it is first needed; any thread may use it, one at a time."""

    def __init__(self, path: Path, advised: Callable[[], AbstractContextManager[None]] = nullcontext) -> None:
        """Take the file's path, and what adds to bad news how to mend it; nothing is opened or made yet."""
        self._path = path
        self._advised = advised
        self._turn = RLock()
        self._connection: _Connection | None = None
        self._is_current = False

    @contextmanager
    def writing(self, *_names: str) -> Iterator[Session]:
        """Run one transaction that either happens as a whole or not at all; the file is made when missing."""
        with self._turn, self._advised(), translated(self._path):
            if self._connection is None:
                _create(self._path)
            connection = self._open()
            self._bring_up(connection)
            with _transaction(connection, "begin immediate"):
                yield connection

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Look at one moment of the records; a missing file is left missing and looks empty."""
        with self._turn, self._advised(), translated(self._path):
            if self._connection is None and is_missing(self._path):
                yield Nothing()
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

    def _open(self) -> _Connection:
        if self._connection is None:
            self._connection = _opened(self._path)
        return self._connection

    def _bring_up(self, connection: _Connection) -> None:
        """Bring records of an earlier version up to ours before the first thing is written; looking never does."""
        if not self._is_current:
            with _transaction(connection, "begin immediate"):
                grow(connection)
            self._is_current = True


@contextmanager
def _transaction(connection: _Connection, begin: str) -> Iterator[_Connection]:
    connection.execute(begin)
    try:
        yield connection
        connection.execute("commit")
    finally:
        if connection.in_transaction:
            connection.execute("rollback")


def _opened(path: Path) -> _Connection:
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


def _checked(path: Path, mode: str) -> _Connection:
    connection = _connected(path, mode)
    try:
        _check_version(connection, path)
        connection.execute("pragma synchronous = full")
        connection.execute("pragma cell_size_check = on")
    except BaseException:
        connection.close()
        raise
    return connection


def _connected(path: Path, mode: str) -> _Connection:
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?{mode}",
        uri=True,
        timeout=BUSY_SECONDS,
        factory=_Connection,
        isolation_level=None,
        check_same_thread=False,
    )


def _check_version(connection: _Connection, path: Path) -> None:
    found = connection.execute(META).fetchone()[0]
    if not isinstance(found, int):
        raise RecordsDamaged("The records are damaged", detail=f"{path} does not say which version it is.")
    refuse_newer(found, str(path))


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


def _make_tables(connection: _Connection) -> None:
    for statement in TABLES:
        connection.execute(statement)
    connection.execute(ADD_META, (SCHEMA_VERSION, ""))
