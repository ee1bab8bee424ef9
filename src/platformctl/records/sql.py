"""What events, heads, leases and kept files need of a database: SQLite's and PostgreSQL's sessions both give it.

Statements are written with `?` for their values, in the words that both understand.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol


class Rows(Protocol):
    """What a statement answers."""

    def fetchone(self) -> Any:
        """Return the next row; None without one."""

    def fetchall(self) -> list[Any]:
        """Return the rows that are left."""

    def __iter__(self) -> Iterator[Any]:
        """Go through the rows."""


class Session(Protocol):
    """One transaction's way to the database."""

    def execute(self, statement: str, values: Sequence[object] = (), /) -> Rows:
        """Run a statement."""

    def executemany(self, statement: str, rows: Iterable[Sequence[object]], /) -> object:
        """Run a statement once for each row of values."""

    def hold(self, name: str) -> None:
        """Keep others who hold the same name waiting until this transaction ends."""


class Nothing:
    """A session on records that are not there yet: every question is answered by no row."""

    def execute(self, _statement: str, _values: Sequence[object] = (), /) -> Rows:
        """Answer nothing."""
        return _NoRows()

    def executemany(self, statement: str, rows: Iterable[Sequence[object]], /) -> object:
        """Refuse: nothing can be written here."""
        raise NotImplementedError

    def hold(self, name: str) -> None:
        """Wait for nobody."""


class _NoRows:
    def fetchone(self) -> None:
        return None

    def fetchall(self) -> list[Any]:
        return []

    def __iter__(self) -> Iterator[Any]:
        return iter(())


class Database(Protocol):
    """Where the records lie."""

    def writing(self, *names: str) -> AbstractContextManager[Session]:
        """Run one transaction that happens as a whole or not at all, alone among those with the same names.

        Names are stacks; what is written needs one, or nothing keeps two writers of it apart.
        """

    def reading(self) -> AbstractContextManager[Session]:
        """Look at one moment of the records; records that are not there yet look empty."""

    def close(self) -> None:
        """Let go of the database."""
