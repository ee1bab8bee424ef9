"""Leases in SQL: who holds a stack under which fence; the row outlives its holder, so fences only grow."""

from collections.abc import Mapping
from dataclasses import dataclass

from platformctl.records.event import canonical
from platformctl.records.lease import Holder, Lease
from platformctl.records.refusals import FencedOff, RecordsDamaged
from platformctl.records.sql import Database, Session

_TAKE = """insert into lease (stack, holder, fence, since, state) values (?, ?, 1, ?, '')
    on conflict (stack) do update
    set holder = excluded.holder, fence = lease.fence + 1, since = excluded.since
    returning fence"""
_ROW = "select stack, holder, fence, state, {over} from lease where holder is not null and stack {which} ?"
NEVER = "0 = 1"
"""When a lease is over by itself: never, where a lock proves that its holder lives."""
_KNOW = "update lease set state = ? where stack = ? and fence = ? and holder is not null"
_GIVE_BACK = "update lease set holder = null, state = '' where stack = ? and fence = ?"
_STRIKE_OUT = "update lease set holder = null where stack = ? and fence = ?"
_KNOWN = "select state from lease where stack = ?"


@dataclass(frozen=True)
class LeaseRow:
    """A lease that was not given back: held, or left by a holder that died."""

    holder: Holder
    fence: int
    state: str
    """SHA-256 of the state that the holder last read or wrote; empty before it did either."""
    is_over: bool = False
    """By the store's clock it was not renewed in time."""


@dataclass(frozen=True)
class Taken:
    """A lease as it was taken."""

    fence: int
    left: LeaseRow | None
    """The row of a holder that never gave the lease back."""
    state: str
    """SHA-256 of the state as whoever did not give it back, or was struck out, last knew it."""

    def was_changed(self, now: str) -> bool:
        """Claim that something else changed the state since then."""
        return bool(self.state) and self.state != now


class LeaseTable:
    """The rows; whether a holder still lives is for the store to say."""

    def __init__(self, database: Database, over: str = NEVER) -> None:
        """Take the database, and in its words when a lease is over by itself."""
        self._database = database
        self._over = over

    def take(self, stack: str, holder: Holder) -> Taken:
        """Write the holder down."""
        with self._database.writing(stack) as connection:
            return put_holder(connection, stack, holder, row_of(connection, stack, self._over))

    def know(self, lease: Lease, state: str) -> None:
        """Note which state the lease's holder knows; FencedOff when the lease is no longer ours."""
        with self._database.writing(lease.stack) as connection:
            prove_fence(connection, lease)
            put_known(connection, lease, state)

    def give_back(self, stack: str, fence: int) -> None:
        """Strike the holder out, if the lease is still the one with this fence."""
        with self._database.writing(stack) as connection:
            connection.execute(_GIVE_BACK, (stack, fence))

    def strike_out(self, stack: str, fence: int) -> None:
        """Strike a holder out who did not give it back: the state that it knew stays known."""
        with self._database.writing(stack) as connection:
            connection.execute(_STRIKE_OUT, (stack, fence))

    def held(self, stack: str) -> LeaseRow | None:
        """Return the row of whoever holds the stack or never gave it back."""
        with self._database.reading() as connection:
            return row_of(connection, stack, self._over)

    def all_held(self, environment: str | None) -> Mapping[str, LeaseRow]:
        """Return the rows of all holders, or of those of one environment, by stack."""
        with self._database.reading() as connection:
            rows = connection.execute(_ROW.format(over=self._over, which="like"), (within(environment),)).fetchall()
        return {row[0]: _row(row) for row in sorted(rows)}

    def prove(self, lease: Lease) -> None:
        """Return if the lease is still ours; FencedOff otherwise."""
        with self._database.reading() as connection:
            prove_fence(connection, lease)


def within(environment: str | None) -> str:
    """Say which stacks as `like` takes it: those of one environment, or all."""
    return f"{environment}/%" if environment else "%"


def put_holder(connection: Session, stack: str, holder: Holder, left: LeaseRow | None) -> Taken:
    """Write the holder down in the place of whoever left the lease."""
    known = connection.execute(_KNOWN, (stack,)).fetchone()
    row = connection.execute(_TAKE, (stack, canonical(holder.model_dump()), holder.since)).fetchone()
    return Taken(int(row[0]), left, known[0] if known else "")


def put_known(connection: Session, lease: Lease, state: str) -> None:
    """Note which state the lease's holder knows."""
    connection.execute(_KNOW, (state, lease.stack, lease.fence))


def prove_fence(connection: Session, lease: Lease) -> None:
    """Return if the lease is still ours; FencedOff otherwise."""
    row = row_of(connection, lease.stack)
    if row is None or row.fence != lease.fence:
        raise FencedOff(
            "The lease went to somebody else",
            detail=f"{lease.stack}: run {lease.holder.run} held fence {lease.fence}; it may write nothing more.",
            hint=f"platformctl show {lease.stack}",
        )


def row_of(connection: Session, stack: str, over: str = NEVER) -> LeaseRow | None:
    """Return the row of whoever holds the stack or never gave it back."""
    row = connection.execute(_ROW.format(over=over, which="="), (stack,)).fetchone()
    return None if row is None else _row(row)


def _row(row: tuple[str, str, int, str, bool]) -> LeaseRow:
    try:
        return LeaseRow(Holder.model_validate_json(row[1]), int(row[2]), row[3], bool(row[4]))
    except ValueError as error:
        raise RecordsDamaged("The records are damaged", detail=f"The lease of {row[0]} makes no sense.") from error
