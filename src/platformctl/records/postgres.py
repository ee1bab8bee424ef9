"""The PostgreSQL store: records in one schema, each stack's state in one of its own, where Terraform looks for it.

Loads the driver: import it only where such a store is used.
"""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from platformctl.records.adoption import Arrival, forget_story, refuse_another, refuse_unmoved, write_story
from platformctl.records.busy import busy
from platformctl.records.copies import Copies
from platformctl.records.event import Draft, Event, now
from platformctl.records.facts import StateMark
from platformctl.records.heartbeat import Heartbeat
from platformctl.records.kept import KeptFiles, KeptMark
from platformctl.records.lease import Holder, Lease, Standing
from platformctl.records.lease_table import LeaseRow, LeaseTable, prove_fence, put_known
from platformctl.records.persistence import again
from platformctl.records.postgres_claim import OVER, Claim, Held
from platformctl.records.postgres_database import PostgresDatabase
from platformctl.records.postgres_link import Address
from platformctl.records.postgres_lock import end_session, owner_of, session_name
from platformctl.records.postgres_state import StatePlace
from platformctl.records.refusals import given_back
from platformctl.records.sql_records import SqlRecords
from platformctl.records.succession import checked
from platformctl.records.waiting_file import digest

_PAUSE = 0.02


@dataclass(frozen=True)
class SqlPlace:
    """Where in a database, and whose: schema `prefix`, and `prefix_…` for each stack's state."""

    project: str
    prefix: str = "platformctl"


class PostgresRecords(SqlRecords):
    """Records and states of a project in a database; see `Records` for what each promises."""

    def __init__(
        self,
        url: str,
        place: SqlPlace,
        state_folder: Path,
        clock: Callable[[], str] = now,
        lease_seconds: float = 60.0,
    ) -> None:
        """Take where the database is; nothing is opened or made yet."""
        self._address = Address.of(url)
        self._place = place
        self._tables = PostgresDatabase(self._address, place.prefix, place.project)
        super().__init__(self._tables, clock)
        self._leases = LeaseTable(self._tables, OVER)
        self._copies = Copies(state_folder, Path("/postgres", self._address.where, place.prefix))
        self._seconds = lease_seconds
        self._held: dict[str, Held] = {}
        self._heartbeat = Heartbeat(self._beat, lease_seconds / 4)

    def append(self, draft: Draft, lease: Lease | None = None) -> Event:
        """Record an event; its id makes asking again safe."""
        return again(lambda: self._ledger.append(draft, lease))

    def claim(self, stack: str, holder: Holder, patience: float = 0.3) -> Lease:
        """Take the lease: the row gives the fence, a session of its own holds Terraform's lock."""
        end = time.monotonic() + patience
        with Claim(self._tables, self._leases, self._address, self._state(stack), holder) as claim:
            while (held := claim.attempt(self._seconds)) is None:
                if time.monotonic() >= end:
                    raise busy(stack, *claim.in_the_way())
                time.sleep(_PAUSE)
        if lost := self._held.pop(stack, None):
            lost.session.close()
        self._held[stack] = held
        self._heartbeat.start()
        return held.lease

    def release(self, lease: Lease) -> None:
        """Give the lease back, and Terraform's lock with it."""
        held = self._of(lease)
        del self._held[lease.stack]
        with held.turn:
            try:
                again(lambda: self._leases.give_back(lease.stack, lease.fence))
            finally:
                held.session.close()

    def standing(self, stack: str) -> Standing | None:
        """Tell who holds the stack, or was lost holding it."""
        row = self._leases.held(stack)
        return self._standing(stack, row) if row else None

    def standings(self, environment: str | None = None) -> Mapping[str, Standing]:
        """Tell the same of all stacks that are held, or were left."""
        return {stack: self._standing(stack, row) for stack, row in self._leases.all_held(environment).items()}

    def take_away(self, stack: str, fence: int) -> None:
        """Strike out the holder, and end the session by which it holds Terraform's lock."""
        row = self._leases.held(stack)
        if row is None or row.fence != fence:
            return
        self._leases.strike_out(stack, fence)
        place = self._state(stack)
        with self._tables.writing(stack) as session:
            number = place.number(session)
            if number is not None:
                end_session(session, number, row.holder)

    def read_state(self, stack: str) -> bytes:
        """Return the state for looking."""
        with self._tables.looking() as session:
            return self._state(stack).read(session)

    def check_out(self, lease: Lease) -> bytes:
        """Return the state to work on; proves the right to write."""
        held = self._of(lease)
        with held.turn, self._tables.writing(lease.stack) as session:
            prove_fence(session, lease)
            content = held.place.read(session)
            held.place.touch(session)
            put_known(session, lease, digest(content))
            held.stored, held.known = held.place.stored(session), content
        return content

    def commit(self, lease: Lease, content: bytes) -> StateMark:
        """Make these bytes the state, if the lease is ours and what lies there is what they follow."""
        held = self._of(lease)
        with held.turn:
            mark = checked(held.known, content)
            again(lambda: self._put(lease, held, content))
        self._copies.keep(lease.stack, lease.holder.run, content, mark)
        return mark

    def keep(self, lease: Lease, files: KeptFiles) -> KeptMark:
        """Keep the files that a run is made from."""
        return again(lambda: self._kept.keep(lease, files))

    def adopt(self, lease: Lease, events: Iterable[Event], state: bytes, kept: Mapping[str, KeptFiles]) -> None:
        """Take over a stack's story and state, both or neither."""
        arrival = Arrival.of(lease.stack, events, kept)
        held = self._of(lease)
        with held.turn, self._tables.writing(lease.stack) as session:
            moved = refuse_another(session, lease, arrival)
            here = held.place.read(session)
            if state != here:
                if not moved:
                    checked(here, state)
                held.place.write(session, state)
            put_known(session, lease, digest(state))
            write_story(session, lease, arrival)
            held.stored, held.known = held.place.stored(session), state

    def forget(self, lease: Lease) -> None:
        """Remove everything of a stack whose story has moved; its lease's row stays, fences only grow."""
        held = self._of(lease)
        with held.turn, self._tables.writing(lease.stack) as session:
            refuse_unmoved(session, lease)
            forget_story(session, lease.stack)
            held.place.remove(session)
            put_known(session, lease, digest(b""))

    def close(self) -> None:
        """Close all connections; leases that are still held stay recorded until they are over."""
        self._heartbeat.stop()
        for held in self._held.values():
            held.session.close()
        self._held.clear()
        self._tables.close()

    def _state(self, stack: str) -> StatePlace:
        return StatePlace(stack, self._place.prefix)

    def _put(self, lease: Lease, held: Held, content: bytes) -> None:
        with self._tables.writing(lease.stack) as session:
            prove_fence(session, lease)
            held.place.put(session, content, over=held.stored)
            put_known(session, lease, digest(content))
        held.stored, held.known = content, content

    def _standing(self, stack: str, row: LeaseRow) -> Standing:
        """Take a holder for dead when its lease is over, or when its process and its session are both gone."""
        alive = not row.is_over and (not row.holder.is_gone or self._has_session(stack, row.holder))
        return Standing(row.holder, row.fence, alive)

    def _has_session(self, stack: str, holder: Holder) -> bool:
        with self._tables.looking() as session:
            number = self._state(stack).number(session)
            owner = None if number is None else owner_of(session, number)
        return owner is not None and owner.name == session_name(holder)

    def _of(self, lease: Lease) -> Held:
        held = self._held.get(lease.stack)
        if held is None or held.lease.fence != lease.fence:
            raise given_back(lease.stack, lease.holder.run)
        return held

    def _beat(self) -> bool:
        for held in tuple(self._held.values()):
            held.renew(self._seconds)
        return bool(self._held)
