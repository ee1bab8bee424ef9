"""Takes a lease in a bucket: that nobody has, whose time is over by the store's clock, or whose holder is gone."""

import random
import secrets
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from platformctl.errors import Busy, PlatformError
from platformctl.records.busy import busy
from platformctl.records.lease import Holder, Lease
from platformctl.records.lock_note import LockNote
from platformctl.records.object_bucket import Objects
from platformctl.records.object_hold import Hold
from platformctl.records.object_lease import LeaseFound, LeaseObject, ObjectLeases
from platformctl.records.object_state import ObjectStates

_PAUSE = 0.05


@dataclass
class Attempt:
    """One wish for a stack, and what was learnt of those who have it."""

    stack: str
    holder: Holder
    token: str = field(default_factory=lambda: secrets.token_hex(8))
    """Names the marker that says: this stack's head may be behind."""
    marked: bool = False
    asked: float = 0.0
    """When the store was asked for its time, by a clock that only measures how much goes by."""
    answer: datetime | None = None
    held_by: Holder | None = None
    locked_by: LockNote | None = None

    @property
    def store_time(self) -> datetime | None:
        """Return the store's time, as it goes on since it was told."""
        return self.answer + timedelta(seconds=time.monotonic() - self.asked) if self.answer else None

    @property
    def refusal(self) -> Busy:
        """Say who has the stack."""
        return busy(self.stack, self.held_by, self.locked_by)


class Claims:
    """Takes leases, and strikes out those of others."""

    def __init__(self, objects: Objects, leases: ObjectLeases, states: ObjectStates, ttl: float) -> None:
        """Take the bucket and how many seconds a lease lives without being renewed."""
        self._objects = objects
        self._bucket = objects.bucket
        self._leases = leases
        self._states = states
        self._ttl = ttl

    def claim(self, stack: str, holder: Holder, patience: float) -> Hold:
        """Take the lease, the native lock with it; Busy tells who holds it after `patience` seconds."""
        attempt = Attempt(stack, holder)
        end = time.monotonic() + patience
        try:
            while (hold := self._try(attempt)) is None:
                if time.monotonic() >= end:
                    raise attempt.refusal
                time.sleep(random.uniform(_PAUSE, 2 * _PAUSE))  # noqa: S311 - so that two don't meet again
        except BaseException:
            with suppress(PlatformError):
                self._unmark(attempt)
            raise
        hold.begin()
        return hold

    def take_away(self, stack: str, fence: int) -> None:
        """Strike out the holder who has this fence, and make sure that none of their writes fits any more."""
        while (found := self._leases.read(stack)) and found.said.holder and found.said.fence == fence:
            lease = Lease(stack, found.said.holder, fence)
            if self._leases.put(stack, found.said.model_copy(update={"holder": None, "states": ()}), found):
                self._states.disturb(stack)
                self._states.unlock(lease)
                return

    def _try(self, attempt: Attempt) -> Hold | None:
        found = self._leases.read(attempt.stack)
        attempt.held_by = found.said.holder if found else None
        if found and not self._is_free(attempt, found):
            return None
        attempt.locked_by = self._states.locked_by_terraform(attempt.stack)
        if attempt.locked_by:
            return None
        self._mark(attempt)
        said = self._said(attempt, found)
        tag = self._leases.put(attempt.stack, said, found) or self._arrived(attempt.stack, said)
        if tag is None:
            return None
        attempt.held_by = None
        return self._settle_in(attempt, found, LeaseFound(said, tag, found.modified if found else datetime.min))

    def _is_free(self, attempt: Attempt, found: LeaseFound) -> bool:
        if not found.is_over(None) and attempt.answer is None:
            self._mark(attempt)
            attempt.answer = self._objects.modified(self._bucket.marker(attempt.stack, attempt.token))
            attempt.asked = time.monotonic()
        return found.is_over(attempt.store_time)

    def _said(self, attempt: Attempt, found: LeaseFound | None) -> LeaseObject:
        before = found.said if found else LeaseObject(holder=None, fence=0, ttl=self._ttl)
        return LeaseObject(
            holder=attempt.holder,
            fence=before.fence + 1,
            ttl=self._ttl,
            states=before.states,
            tokens=(attempt.token, *before.tokens),
        )

    def _arrived(self, stack: str, said: LeaseObject) -> str | None:
        """Return the tag of a lease that was written though nobody said so."""
        found = self._leases.read(stack)
        return found.tag if found and found.said == said else None

    def _settle_in(self, attempt: Attempt, before: LeaseFound | None, ours: LeaseFound) -> Hold | None:
        """Take Terraform's lock; after somebody who died, see to it that nothing of theirs can be written."""
        left = before.said if before and before.said.holder else None
        lease = Lease(attempt.stack, attempt.holder, ours.said.fence)
        try:
            attempt.locked_by = self._states.lock(lease)
            if attempt.locked_by is None:
                return Hold(self._after(lease, left), ours, self._leases, self._states)
        except BaseException:
            with suppress(PlatformError):
                self._back_out(lease, left, ours)
            raise
        self._back_out(lease, left, ours)
        attempt.marked = False  # it may have gone with the lease
        return None

    def _after(self, lease: Lease, left: LeaseObject | None) -> Lease:
        if left is None:
            return lease
        changed = bool(left.states) and self._states.read(lease.stack).digest not in left.states
        self._states.disturb(lease.stack)
        return Lease(lease.stack, lease.holder, lease.fence, took_over=left.holder, state_changed=changed)

    def _back_out(self, lease: Lease, left: LeaseObject | None, ours: LeaseFound) -> None:
        """Leave the lease as it was found, but for the fence: who died there must still be settled."""
        self._states.unlock(lease)
        states, tokens = (left.states, ours.said.tokens) if left else ((), ours.said.tokens[1:])
        back = ours.said.model_copy(
            update={"holder": left.holder if left else None, "states": states, "tokens": tokens}
        )
        self._leases.put(lease.stack, back, ours)

    def _mark(self, attempt: Attempt) -> None:
        if not attempt.marked:
            marker = self._bucket.marker(attempt.stack, attempt.token)
            self._objects.put(marker, attempt.holder.model_dump_json().encode())
            attempt.marked = True

    def _unmark(self, attempt: Attempt) -> None:
        if attempt.marked:
            self._objects.delete(self._bucket.marker(attempt.stack, attempt.token))
