"""Leases in SQL: who holds a stack under which fence; the row outlives its holder, so fences only grow."""

import sqlite3
from dataclasses import dataclass

from platformctl.records.event import canonical
from platformctl.records.lease import Holder, Lease
from platformctl.records.refusals import FencedOff, RecordsDamaged
from platformctl.records.sqlite import Database

_TAKE = """insert into lease (stack, holder, fence, since, state) values (?, ?, 1, ?, '')
    on conflict (stack) do update
    set holder = excluded.holder, fence = lease.fence + 1, since = excluded.since
    returning fence"""
_HELD = "select holder, fence, state from lease where stack = ? and holder is not null"
_KNOW = "update lease set state = ? where stack = ? and fence = ? and holder is not null"
_GIVE_BACK = "update lease set holder = null where stack = ? and fence = ?"


@dataclass(frozen=True)
class LeaseRow:
    """A lease that was not given back: held, or left by a holder that died."""

    holder: Holder
    fence: int
    state: str
    """SHA-256 of the state that the holder last read or wrote; empty before it did either."""


class LeaseTable:
    """The rows; the caller has proved by the kernel's lock that nobody else lives."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    def take(self, stack: str, holder: Holder) -> tuple[int, LeaseRow | None]:
        """Write the holder down; return the new fence, and the row of a holder that never gave the lease back."""
        with self._database.writing() as connection:
            left = _held(connection, stack)
            row = connection.execute(_TAKE, (stack, canonical(holder.model_dump()), holder.since)).fetchone()
            return int(row[0]), left

    def know(self, lease: Lease, state: str) -> None:
        """Note which state the lease's holder knows; FencedOff when the lease is no longer ours."""
        with self._database.writing() as connection:
            prove_fence(connection, lease)
            connection.execute(_KNOW, (state, lease.stack, lease.fence))

    def give_back(self, lease: Lease) -> None:
        """Strike the holder out, if the lease is still this one."""
        with self._database.writing() as connection:
            connection.execute(_GIVE_BACK, (lease.stack, lease.fence))

    def held(self, stack: str) -> LeaseRow | None:
        """Return the row of whoever holds the stack or never gave it back."""
        with self._database.reading() as connection:
            return _held(connection, stack)

    def prove(self, lease: Lease) -> None:
        """Return if the lease is still ours; FencedOff otherwise."""
        with self._database.reading() as connection:
            prove_fence(connection, lease)


def prove_fence(connection: sqlite3.Connection, lease: Lease) -> None:
    """Return if the lease is still ours; FencedOff otherwise."""
    row = _held(connection, lease.stack)
    if row is None or row.fence != lease.fence:
        raise FencedOff(
            "The lease went to somebody else",
            detail=f"{lease.stack}: run {lease.holder.run} held fence {lease.fence}; it may write nothing more.",
            hint=f"platformctl show {lease.stack}",
        )


def _held(connection: sqlite3.Connection, stack: str) -> LeaseRow | None:
    row = connection.execute(_HELD, (stack,)).fetchone()
    if row is None:
        return None
    try:
        return LeaseRow(Holder.model_validate_json(row[0]), int(row[1]), row[2])
    except ValueError as error:
        raise RecordsDamaged("The records are damaged", detail=f"The lease of {stack} makes no sense.") from error
