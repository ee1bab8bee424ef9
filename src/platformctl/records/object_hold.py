"""A lease that this process holds in a bucket: renewed beside the work, and proved by renewal before each write."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event as Signal
from threading import RLock, Thread

from platformctl.errors import PlatformError
from platformctl.records.head import Head
from platformctl.records.lease import Lease
from platformctl.records.object_lease import LeaseFound, LeaseObject, ObjectLeases
from platformctl.records.object_state import ObjectStates, StateFound
from platformctl.records.refusals import FencedOff


class Hold:
    """One lease of ours, until it is given back or somebody else has it."""

    def __init__(self, lease: Lease, found: LeaseFound, leases: ObjectLeases, states: ObjectStates) -> None:
        """Take the lease as it stands in the bucket; see `begin`."""
        self.lease = lease
        self.state: StateFound | None = None
        """As last read or written."""
        self.head: Head | None = None
        """That the shard has not got yet."""
        self._found = found
        self._leases = leases
        self._states = states
        self._turn = RLock()
        self._is_lost = False
        self._stopping = Signal()
        self._thread = Thread(target=self._beat, name=f"lease of {lease.stack}", daemon=True)

    @property
    def tokens(self) -> tuple[str, ...]:
        """Return the markers that go with this lease."""
        return self._found.said.tokens

    def begin(self) -> None:
        """Begin to renew."""
        self._thread.start()

    def stop(self) -> None:
        """Renew no more; the lease stays as it stands until it runs out."""
        self._stopping.set()

    def renew(self, *states: str) -> None:
        """Prove that the lease is ours by writing it anew, with the states that may be found; FencedOff otherwise."""
        said = self._found.said
        self._write(said.model_copy(update={"beat": said.beat + 1, **({"states": states} if states else {})}))

    def give_back(self) -> None:
        """Strike ourselves out; the next holder removes our marker, if we come to our end before we do."""
        said = self._found.said
        given = {"holder": None, "beat": said.beat + 1, "states": (), "tokens": said.tokens[:1]}
        self._write(said.model_copy(update=given))

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep the renewal beside the work from coming in between."""
        with self._turn:
            yield

    def _write(self, offered: LeaseObject) -> None:
        with self._turn:
            if self._is_lost:
                raise fenced_off(self.lease)
            tag = self._leases.put(self.lease.stack, offered, self._found) or self._again(offered)
            self._found = LeaseFound(offered, tag, self._found.modified)

    def _again(self, offered: LeaseObject) -> str:
        """Find out why the lease could not be replaced: an earlier renewal arrived unacknowledged, or it is gone."""
        there = self._leases.read(self.lease.stack)
        if there and there.said == offered:
            return there.tag
        if there and (there.said.holder, there.said.fence) == (self.lease.holder, self.lease.fence):
            tag = self._leases.put(self.lease.stack, offered, there)
            if tag:
                return tag
        self._is_lost = True
        raise fenced_off(self.lease)

    def _beat(self) -> None:
        while not self._stopping.wait(self._found.said.ttl / 4):
            try:
                with self._turn:
                    if not self._stopping.is_set():
                        self.renew()
                        self._states.keep_locked(self.lease)
            except FencedOff:
                return  # whoever writes next is told
            except PlatformError:
                continue  # the store does not answer: there are three more times before the lease runs out


def fenced_off(lease: Lease) -> FencedOff:
    """Make the error for a run whose lease is no longer its own."""
    return FencedOff(
        "The lease went to somebody else",
        detail=f"{lease.stack}: run {lease.holder.run} held fence {lease.fence}; it may write nothing more.",
        hint=f"platformctl show {lease.stack}",
    )
