"""The seam between what a run needs of the records and the stores that keep them: local, PostgreSQL, object stores."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from platformctl.records.chain import Break
from platformctl.records.event import Draft, Event
from platformctl.records.facts import StateMark
from platformctl.records.head import Head
from platformctl.records.kept import KeptFiles, KeptMark
from platformctl.records.lease import Holder, Lease, Standing
from platformctl.records.review import Review


class Records(Protocol):
    """States, leases, events and heads of the stacks of one environment's store; all stores pass one suite."""

    def append(self, draft: Draft, lease: Lease | None = None) -> Event:
        """Record an event and move the head, at once or not at all; FencedOff when the lease is no longer ours."""

    def events(self, stack: str, newest: int | None = None) -> tuple[Event, ...]:
        """Return the stack's events, oldest first; only the `newest` ones if a number is given."""

    def verify_chain(self, stack: str) -> Break | None:
        """Name the first place where the stack's chain does not hold; None when it is whole."""

    def head(self, stack: str) -> Head | None:
        """Return where the stack stands; None for one without records."""

    def heads(self, environment: str | None = None) -> tuple[Head, ...]:
        """Return all heads, of one environment if it is named, in the order of their stacks."""

    def stacks(self, environment: str | None = None) -> tuple[str, ...]:
        """Return every stack that has a head or events, readable or not, sorted."""
        return tuple(head.stack for head in self.heads(environment))

    def rebuild_head(self, stack: str) -> Head | None:
        """Derive the head from the events again and record it."""

    def claim(self, stack: str, holder: Holder, patience: float = 0.3) -> Lease:
        """Take the lease, the native lock with it; Busy tells who holds it after `patience` seconds."""

    def release(self, lease: Lease) -> None:
        """Give the lease back, unless something that inherited its descriptors still lives."""

    def standing(self, stack: str) -> Standing | None:
        """Tell who holds the stack, or held it last without giving it back; changes nothing."""

    def standings(self, environment: str | None = None) -> Mapping[str, Standing]:
        """Tell the same of all stacks that are held, or were left, by stack; changes nothing."""

    def take_away(self, stack: str, fence: int) -> None:
        """Strike out the holder who has this fence: nothing more can be written under it.

        Busy where the holder lives and can't be kept from writing (the local store's kernel lock). A stack that is
        not held under this fence is left as it is.
        """

    def read_state(self, stack: str) -> bytes:
        """Return the state for looking, without a lock; empty when there is none."""

    def check_out(self, lease: Lease) -> bytes:
        """Return the state to work on, an interrupted commit finished first; proves the right to write."""

    def commit(self, lease: Lease, content: bytes) -> StateMark:
        """Make these bytes the state: under a lease that is ours, of the same lineage, with no lower serial.

        May be repeated after any failure; a checked-out state must have come first.
        """

    def keep(self, lease: Lease, files: KeptFiles) -> KeptMark:
        """Keep the files that the lease's run is made from, all or none, before an event names their digest.

        May be repeated. Once a run has ended, only the files that the head names need to stay. A store without
        transactions puts contents and manifests if absent, below the stack's own key, where the lease keeps others off.
        """

    def kept(self, stack: str, mark: KeptMark) -> KeptFiles:
        """Return the files of a run, proven by the digest on record; RecordsDamaged when they are not those."""

    def keep_orphan(self, stack: str, run: str, content: bytes) -> None:
        """Keep the state of a run that was fenced off: it may know of objects that the stack's state does not.

        Needs no lease; may be repeated; a later state of the same run replaces the earlier one.
        """

    def orphans(self, stack: str) -> Mapping[str, bytes]:
        """Return the orphaned states of a stack by the runs that left them."""

    def forget_orphan(self, lease: Lease, run: str) -> None:
        """Let go of an orphaned state, once what only it knew of is in the stack's state."""

    def keep_reviews(self, reviews: Sequence[Review]) -> tuple[Review, ...]:
        """Keep what plans showed, each once for its stack, digest and commit; return those that were kept before it.

        Only those that say something else: they stay. Needs no lease, and no right but to add below `reviews`.
        """

    def reviews(self, stack: str) -> tuple[Review, ...]:
        """Return what plans of a stack showed, the newest first; what is no review is left out."""

    def cut(self, lease: Lease, before: int) -> int:
        """Remove the events before the checkpoint that has this number; return how many there were.

        A later checkpoint says so already (`checkpoint.checkpoint`): else the chain would not hold any more.
        """

    def adopt(self, lease: Lease, events: Iterable[Event], state: bytes, kept: Mapping[str, KeptFiles]) -> None:
        """Take over a stack's whole story from another store: the events as they are, their state, files by run.

        May be repeated. What the stack has here already must be a beginning of the same story, or one that ended by
        `moved`; PlatformError otherwise, and nothing is written.
        """

    def forget(self, lease: Lease) -> None:
        """Remove everything that is kept of a stack whose story has moved to another store, but for its last word."""

    def close(self) -> None:
        """Let go of the store; leases that are still held stay recorded."""
