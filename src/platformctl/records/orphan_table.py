"""States of runs that were fenced off, in SQL: beside the stack's state, never over it."""

from collections.abc import Callable, Mapping

from platformctl.records.lease import Lease
from platformctl.records.lease_table import prove_fence
from platformctl.records.schema import META
from platformctl.records.sql import Database

_PUT = """insert into orphan (stack, run, content, at) values (?, ?, ?, ?)
    on conflict (stack, run) do update set content = excluded.content, at = excluded.at"""
_READ = "select run, content from orphan where stack = ? order by at, run"
_FORGET = "delete from orphan where stack = ? and run = ?"
_SINCE = 3
"""Records of an earlier version have no such table, and none of them is orphaned."""


class OrphanTable:
    """The orphaned states of all stacks."""

    def __init__(self, database: Database, clock: Callable[[], str]) -> None:
        """Take the database and what says the time."""
        self._database = database
        self._clock = clock

    def keep(self, stack: str, run: str, content: bytes) -> None:
        """Keep a state; a later one of the same run replaces it."""
        with self._database.writing(stack) as connection:
            connection.execute(_PUT, (stack, run, content, self._clock()))

    def of_stack(self, stack: str) -> Mapping[str, bytes]:
        """Return the states by the runs that left them."""
        with self._database.reading() as connection:
            version = connection.execute(META).fetchone()
            if version is None or version[0] < _SINCE:
                return {}
            return {run: bytes(content) for run, content in connection.execute(_READ, (stack,))}

    def forget(self, lease: Lease, run: str) -> None:
        """Let go of a state."""
        with self._database.writing(lease.stack) as connection:
            prove_fence(connection, lease)
            connection.execute(_FORGET, (lease.stack, run))
