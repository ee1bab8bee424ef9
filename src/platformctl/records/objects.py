"""The store in a bucket: records as objects, states where Terraform's s3 backend reads them."""

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from platformctl.records.chain import Break
from platformctl.records.copies import Copies
from platformctl.records.event import Draft, Event, now
from platformctl.records.facts import StateMark
from platformctl.records.head import Head
from platformctl.records.kept import KeptFiles, KeptMark
from platformctl.records.lease import Holder, Lease, Standing
from platformctl.records.object_bucket import Objects
from platformctl.records.object_claim import Claims
from platformctl.records.object_heads import ObjectHeads
from platformctl.records.object_hold import Hold
from platformctl.records.object_kept import ObjectKept
from platformctl.records.object_lease import ObjectLeases
from platformctl.records.object_ledger import ObjectLedger
from platformctl.records.object_move import ObjectMove
from platformctl.records.object_owner import Owner
from platformctl.records.object_place import Bucket
from platformctl.records.object_reviews import ObjectReviews
from platformctl.records.object_state import ObjectStates
from platformctl.records.refusals import FencedOff, StateMoved, StateUnreadable, given_back
from platformctl.records.review import Review
from platformctl.records.store import Records
from platformctl.records.succession import checked
from platformctl.records.waiting_file import digest


class ObjectRecords(Records):
    """Records and states of a project in a bucket; see `Records` for what each promises."""

    def __init__(
        self, bucket: Bucket, state_folder: Path, clock: Callable[[], str] = now, lease_seconds: float = 60.0
    ) -> None:
        """Take the place and the user's state folder; nothing is asked or made yet."""
        self._objects = Objects(bucket)
        self._bucket = bucket
        self._owner = Owner(self._objects)
        self._heads = ObjectHeads(self._objects)
        self._ledger = ObjectLedger(self._objects, self._heads, clock)
        self._leases = ObjectLeases(self._objects)
        self._states = ObjectStates(self._objects)
        self._kept = ObjectKept(self._objects)
        self._reviews = ObjectReviews(self._objects)
        self._move = ObjectMove(self._ledger, self._heads, self._states, self._kept)
        self._claims = Claims(self._objects, self._leases, self._states, lease_seconds)
        self._copies = Copies(state_folder, Path("/s3", bucket.name, bucket.prefix))
        self._holds: dict[str, Hold] = {}

    def append(self, draft: Draft, lease: Lease | None = None) -> Event:
        """Record an event; under a lease its head is written down when that is given back, and marked until then."""
        self._owner.make()
        if lease is None:
            return self._appended_alone(draft)
        hold = self._hold(lease)
        event, head = self._ledger.append(draft, hold.renew)
        has_ended = hold.head is not None and hold.head.unfinished is not None and head.unfinished is None
        hold.head = head
        if has_ended or event.type in {"destroyed", "settled"}:
            self._kept.collect(head)
        return event

    def events(self, stack: str, newest: int | None = None) -> tuple[Event, ...]:
        """Return the stack's events, oldest first."""
        self._owner.look()
        return self._ledger.events(stack, newest)

    def verify_chain(self, stack: str) -> Break | None:
        """Name the first place where the chain does not hold."""
        self._owner.look()
        return self._ledger.verify_chain(stack)

    def head(self, stack: str) -> Head | None:
        """Return where the stack stands."""
        self._owner.look()
        return self._ledger.head(stack)

    def heads(self, environment: str | None = None) -> tuple[Head, ...]:
        """Return all heads, or those of one environment."""
        self._owner.look()
        return self._ledger.heads(environment)

    def stacks(self, environment: str | None = None) -> tuple[str, ...]:
        """Return every stack that has a head or events, readable or not."""
        self._owner.look()
        return self._ledger.stacks(environment)

    def rebuild_head(self, stack: str) -> Head | None:
        """Derive the head from the events again."""
        self._owner.look()
        return self._ledger.rebuild_head(stack)

    def claim(self, stack: str, holder: Holder, patience: float = 0.3) -> Lease:
        """Take the lease, Terraform's lock with it."""
        self._owner.make()
        with self._copy_named(stack):
            hold = self._claims.claim(stack, holder, patience)
        self._holds[stack] = hold
        return hold.lease

    def release(self, lease: Lease) -> None:
        """Give the lease back, the head written down before; one that went to somebody else is theirs."""
        hold = self._hold(lease)
        del self._holds[lease.stack]
        hold.stop()
        tokens = hold.tokens
        try:
            with hold.alone():
                hold.renew()
                if hold.head:
                    self._heads.put(hold.head)
                self._states.unlock(lease)
                hold.give_back()
        except FencedOff:
            return
        self._objects.delete(*(self._bucket.marker(lease.stack, token) for token in tokens))

    def standing(self, stack: str) -> Standing | None:
        """Tell who holds the stack, or left it."""
        self._owner.look()
        return self._leases.standing(stack)

    def standings(self, environment: str | None = None) -> Mapping[str, Standing]:
        """Tell the same of all stacks."""
        self._owner.look()
        return self._leases.standings(environment)

    def take_away(self, stack: str, fence: int) -> None:
        """Strike out the holder who has this fence."""
        self._owner.make()
        self._claims.take_away(stack, fence)

    def read_state(self, stack: str) -> bytes:
        """Return the state for looking."""
        self._owner.look()
        with self._copy_named(stack):
            return self._states.read(stack).content

    def check_out(self, lease: Lease) -> bytes:
        """Return the state to work on."""
        hold = self._hold(lease)
        with self._copy_named(lease.stack):
            found = self._states.read(lease.stack)
        hold.renew(found.digest)
        hold.state = found
        return found.content

    def commit(self, lease: Lease, content: bytes) -> StateMark:
        """Make these bytes the state; may be repeated after any failure."""
        hold = self._hold(lease)
        before = hold.state or self._states.read(lease.stack)
        mark = checked(before.content, content)
        hold.renew(before.digest, digest(content))
        if content != before.content:
            try:
                hold.state = self._states.put(lease.stack, content, before)
            except StateMoved:
                hold.renew()  # whoever followed us has changed it: then that is what is to be told
                raise
        self._copies.keep(lease.stack, lease.holder.run, content, mark)
        return mark

    def keep(self, lease: Lease, files: KeptFiles) -> KeptMark:
        """Keep the files that a run is made from."""
        self._hold(lease).renew()
        return self._kept.keep(lease.stack, lease.holder.run, files)

    def kept(self, stack: str, mark: KeptMark) -> KeptFiles:
        """Return the files of a run, proven by the digest on record."""
        self._owner.look()
        return self._kept.read(stack, mark)

    def keep_orphan(self, stack: str, run: str, content: bytes) -> None:
        """Keep the state of a run that was fenced off."""
        self._owner.make()
        self._kept.keep_orphan(stack, run, content)

    def orphans(self, stack: str) -> Mapping[str, bytes]:
        """Return the orphaned states of a stack."""
        self._owner.look()
        return self._kept.orphans(stack)

    def forget_orphan(self, lease: Lease, run: str) -> None:
        """Let go of an orphaned state."""
        self._hold(lease).renew()
        self._kept.forget_orphan(lease.stack, run)

    def keep_reviews(self, reviews: Sequence[Review]) -> tuple[Review, ...]:
        """Keep what plans showed; makes nothing else, a role that previews may not."""
        self._owner.look()
        return self._reviews.keep(reviews)

    def reviews(self, stack: str) -> tuple[Review, ...]:
        """Return what plans of a stack showed."""
        self._owner.look()
        return self._reviews.of_stack(stack)

    def cut(self, lease: Lease, before: int) -> int:
        """Remove the events before a checkpoint."""
        self._hold(lease).renew()
        return self._ledger.cut(lease.stack, before)

    def adopt(self, lease: Lease, events: Iterable[Event], state: bytes, kept: Mapping[str, KeptFiles]) -> None:
        """Take over a stack's story; the state first: as long as no event tells of it, it can be handed over again."""
        self._move.adopt(self._hold(lease), events, state, kept)

    def forget(self, lease: Lease) -> None:
        """Remove everything of a stack whose story has moved."""
        self._move.forget(self._hold(lease))
        self._reviews.forget(lease.stack)

    def close(self) -> None:
        """Renew no lease any more; those that are still held stay recorded."""
        for hold in self._holds.values():
            hold.stop()

    def _appended_alone(self, draft: Draft) -> Event:
        """Record an event of a stack that nobody need hold; marked until the head is written down."""
        marker = self._bucket.marker(draft.stack, secrets.token_hex(8))
        self._objects.put(marker, b"{}")
        event, head = self._ledger.append(draft, lambda: None)
        self._heads.put(head)
        self._objects.delete(marker)
        return event

    def _hold(self, lease: Lease) -> Hold:
        hold = self._holds.get(lease.stack)
        if hold is None or hold.lease.fence != lease.fence:
            raise given_back(lease.stack, lease.holder.run)
        return hold

    @contextmanager
    def _copy_named(self, stack: str) -> Iterator[None]:
        """Add to a state that can't be read the newest copy that could take its place."""
        try:
            yield
        except StateUnreadable as error:
            copy = self._copies.newest(stack)
            if copy is None or error.hint:
                raise
            hint = f"aws s3 cp {copy} s3://{self._bucket.name}/{self._bucket.state(stack)}"
            raise StateUnreadable(error.summary, detail=f"{error.detail} A copy is kept.", hint=hint) from error
