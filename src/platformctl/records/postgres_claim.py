"""How a stack is claimed in PostgreSQL: first Terraform's lock, then the row; whoever is over is followed and ended."""

import time
from dataclasses import dataclass, field
from threading import RLock
from types import TracebackType
from typing import Self

import psycopg

from platformctl.errors import PlatformError
from platformctl.records.empty_state import without_empty
from platformctl.records.lease import Holder, Lease
from platformctl.records.lease_table import LeaseRow, LeaseTable, Taken, put_holder, row_of
from platformctl.records.lock_note import LockNote
from platformctl.records.postgres_database import PostgresDatabase
from platformctl.records.postgres_errors import translated
from platformctl.records.postgres_link import Address
from platformctl.records.postgres_lock import LockSession, end_session, owner_of, renewed, session_name
from platformctl.records.postgres_state import CREATION, StatePlace
from platformctl.records.sql import Session
from platformctl.records.waiting_file import digest

OVER = "expires <= extract(epoch from clock_timestamp())"
"""When a lease is over: by the server's clock, whatever the hosts' clocks say."""
_END_SECONDS = 10.0
_PAUSE = 0.02


@dataclass
class Held:
    """A lease that this process holds."""

    lease: Lease
    place: StatePlace
    number: int
    session: LockSession
    stored: bytes = b""
    """What lies in the row, to the byte."""
    known: bytes = b""
    """The same as a state; nothing where only our empty one lies there."""
    turn: RLock = field(default_factory=RLock)

    def renew(self, seconds: float) -> None:
        """Put off the lease's end; a session that was lost is opened again. What fails now is tried at the next beat.

        Once the lease is somebody else's, only Terraform's lock is let go: the next write says why it can't be.
        """
        with self.turn:
            try:
                self._renew(seconds)
            except (PlatformError, psycopg.Error):
                self.session.close()

    def _renew(self, seconds: float) -> None:
        if self.session.link.is_lost:
            self.session.take_again(self.number)
        if not renewed(self.session.link, self.lease.stack, self.lease.fence, seconds):
            self.session.close()


class Claim:
    """One holder's attempts at a stack."""

    def __init__(
        self, tables: PostgresDatabase, leases: LeaseTable, address: Address, place: StatePlace, holder: Holder
    ) -> None:
        """Take the store's parts, and who claims what."""
        self._tables = tables
        self._leases = leases
        self._address = address
        self._place = place
        self._holder = holder
        self._session: LockSession | None = None
        self._number: int | None = None

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of the session, unless the lease has it now."""
        if self._session:
            self._session.close()

    def attempt(self, seconds: float) -> Held | None:
        """Take the lease for so many seconds; None when somebody has it."""
        row = self._leases.held(self._place.stack)
        if row and not (row.is_over or row.holder.is_gone):
            return None
        with translated(self._address.where):
            return self._attempt(seconds)

    def in_the_way(self) -> tuple[Holder | None, LockNote | None]:
        """Tell who has the stack: the lease's holder, or else the session that has Terraform's lock."""
        row = self._leases.held(self._place.stack)
        with self._tables.looking() as session:
            number = self._place.number(session)
            owner = owner_of(session, CREATION if number is None else number)
        if row and not row.is_over:
            return row.holder, None
        return (row.holder if row else None), (owner.note if owner and not owner.is_ours else None)

    def _attempt(self, seconds: float) -> Held | None:
        number = self._made()
        if number is None:
            return None
        session = self._opened()
        locked = session.take(number)
        found = self._taken(number, seconds, locked=locked)
        if found is None:
            session.free(number, locked=locked)
            return None
        taken, stored = found
        if not (locked or self._follow(session, number, taken)):
            return None
        self._session = None
        return self._held(session, number, taken, stored)

    def _made(self) -> int | None:
        if self._number is None:
            with self._tables.writing(self._place.stack) as session:
                self._number = self._place.make(session)
        return self._number

    def _opened(self) -> LockSession:
        if self._session is None:
            self._session = LockSession(self._address, self._holder, self._place.prefix)
        return self._session

    def _taken(self, number: int, seconds: float, *, locked: bool) -> tuple[Taken, bytes] | None:
        stack = self._place.stack
        with self._tables.writing(stack) as session:
            row = row_of(session, stack, OVER)
            if not _may_take(session, number, row, locked=locked):
                return None
            taken = put_holder(session, stack, self._holder, row)
            renewed(session, stack, taken.fence, seconds)
            return taken, self._place.stored(session)

    def _follow(self, session: LockSession, number: int, taken: Taken) -> bool:
        """End the session of whom we follow, and take its lock; if somebody else is quicker, our lease is over."""
        if taken.left:
            end_session(session.link, number, taken.left.holder)
        end = time.monotonic() + _END_SECONDS
        while not session.take(number):
            if time.monotonic() >= end:
                renewed(session.link, self._place.stack, taken.fence, 0.0)
                return False
            time.sleep(_PAUSE)
        return True

    def _held(self, session: LockSession, number: int, taken: Taken, stored: bytes) -> Held:
        known = without_empty(stored)
        lease = Lease(
            self._place.stack,
            self._holder,
            taken.fence,
            took_over=taken.left.holder if taken.left else None,
            state_changed=taken.was_changed(digest(known)),
        )
        return Held(lease, self._place, number, session, stored, known)


def _may_take(session: Session, number: int, row: LeaseRow | None, *, locked: bool) -> bool:
    """Allow it under Terraform's lock; without it only where whoever has it is the one whose lease is over."""
    if locked:
        return row is None or row.is_over or row.holder.is_gone
    owner = owner_of(session, number)
    return row is not None and row.is_over and owner is not None and owner.name == session_name(row.holder)
