"""Leases in a bucket: an object per stack, replaced only if unchanged and never removed, so that fences only grow."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import ValidationError

from platformctl.model import Model
from platformctl.records.lease import Holder, Standing
from platformctl.records.object_bucket import Found, Objects
from platformctl.records.object_clock import store_time
from platformctl.records.refusals import RecordsDamaged

GRAIN = timedelta(seconds=1)
"""The store tells times in whole seconds."""


class LeaseObject(Model):
    """What stands in a lease's object."""

    holder: Holder | None
    """None: given back."""
    fence: int
    ttl: float
    """Seconds that the lease lives without being renewed."""
    beat: int = 0
    """Grows with every renewal, so that the object's tag changes."""
    states: tuple[str, ...] = ()
    """SHA-256 of the state that the holder last read or wrote, and of the one that it is about to write."""
    tokens: tuple[str, ...] = ()
    """Of the markers that go when the lease is given back: the holder's own, and those of who died before."""

    @property
    def written(self) -> bytes:
        """Return the bytes of the object."""
        return self.model_dump_json().encode()


@dataclass(frozen=True)
class LeaseFound:
    """A lease as it was read."""

    said: LeaseObject
    tag: str
    modified: datetime

    def is_over(self, at: datetime | None) -> bool:
        """Claim that nobody lives who holds it, `at` being the store's own time; None: nobody knows."""
        if self.said.holder is None or self.said.holder.is_gone:
            return True
        return at is not None and at - self.modified > timedelta(seconds=self.said.ttl) + GRAIN


class ObjectLeases:
    """The leases of all stacks, as they stand in the bucket."""

    def __init__(self, objects: Objects) -> None:
        """Take the bucket."""
        self._objects = objects
        self._bucket = objects.bucket

    def read(self, stack: str) -> LeaseFound | None:
        """Return a stack's lease; None when nobody has ever held it."""
        found = self._objects.get(self._bucket.lease(stack))
        return _lease(found) if found else None

    def put(self, stack: str, said: LeaseObject, over: LeaseFound | None) -> str | None:
        """Write a lease over the one that was read; None when somebody else was faster."""
        key = self._bucket.lease(stack)
        if over is None:
            return self._objects.put_new(key, said.written)
        return self._objects.replace(key, said.written, over.tag)

    def standing(self, stack: str) -> Standing | None:
        """Tell who holds a stack, or left it."""
        return self._standings([stack]).get(stack)

    def standings(self, environment: str | None) -> Mapping[str, Standing]:
        """Tell the same of all stacks that are marked as held."""
        entries = self._objects.list(self._bucket.held(environment))
        return self._standings(sorted({self._bucket.marked(entry.key) for entry in entries}))

    def _standings(self, stacks: list[str]) -> Mapping[str, Standing]:
        keys = {self._bucket.lease(stack): stack for stack in stacks}
        leases = {keys[found.key]: _lease(found) for found in self._objects.get_all(keys)}
        held = {stack: lease for stack, lease in leases.items() if lease.said.holder}
        at = store_time(self._objects.signed(self._bucket.lease(next(iter(held))))) if held else None
        return {stack: standing for stack, lease in held.items() if (standing := _standing(lease, at))}


def _standing(lease: LeaseFound, at: datetime | None) -> Standing | None:
    holder = lease.said.holder
    return Standing(holder, lease.said.fence, alive=not lease.is_over(at)) if holder else None


def _lease(found: Found) -> LeaseFound:
    try:
        return LeaseFound(LeaseObject.model_validate_json(found.content), found.tag, found.modified)
    except ValidationError as error:
        raise RecordsDamaged("The records are damaged", detail=f"The lease in {found.key} makes no sense.") from error
