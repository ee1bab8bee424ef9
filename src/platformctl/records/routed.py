"""The records of a whole project: each stack's lie in the store of its environment, opened when it is first needed."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from platformctl.errors import Usage
from platformctl.records.chain import Break
from platformctl.records.event import Draft, Event
from platformctl.records.facts import StateMark
from platformctl.records.head import Head
from platformctl.records.kept import KeptFiles, KeptMark
from platformctl.records.lease import Holder, Lease, Standing
from platformctl.records.review import Review
from platformctl.records.store import Records

Open = Callable[[], Records]
"""Gives the one store, opening it the first time; environments that share a store share this, too."""


class Routed(Records):
    """Hands every call to the store of the stack that it is about; see `Records` for what each promises."""

    def __init__(self, stores: Mapping[str, Open]) -> None:
        """Take what opens each environment's store; nothing is opened yet."""
        self._stores = stores
        self._opened: dict[Open, Records] = {}

    def append(self, draft: Draft, lease: Lease | None = None) -> Event:
        """Record an event."""
        return self._of(draft.stack).append(draft, lease)

    def events(self, stack: str, newest: int | None = None) -> tuple[Event, ...]:
        """Return the stack's events, oldest first."""
        return self._of(stack).events(stack, newest)

    def verify_chain(self, stack: str) -> Break | None:
        """Name the first place where the chain does not hold."""
        return self._of(stack).verify_chain(stack)

    def head(self, stack: str) -> Head | None:
        """Return where the stack stands."""
        return self._of(stack).head(stack)

    def heads(self, environment: str | None = None) -> tuple[Head, ...]:
        """Return all heads of an environment, or of the whole project: then every store is opened."""
        if environment is not None:
            return self._in(environment).heads(environment)
        found = (head for store in self._all() for head in store.heads() if self._lies_in(head.stack, store))
        return tuple(sorted(found, key=lambda head: head.stack))

    def stacks(self, environment: str | None = None) -> tuple[str, ...]:
        """Return every stack of an environment, or of the whole project, that has a head or events."""
        if environment is not None:
            return self._in(environment).stacks(environment)
        return tuple(sorted(one for store in self._all() for one in store.stacks() if self._lies_in(one, store)))

    def rebuild_head(self, stack: str) -> Head | None:
        """Derive the head from the events again."""
        return self._of(stack).rebuild_head(stack)

    def claim(self, stack: str, holder: Holder, patience: float = 0.3) -> Lease:
        """Take the lease."""
        return self._of(stack).claim(stack, holder, patience)

    def release(self, lease: Lease) -> None:
        """Give the lease back."""
        self._of(lease.stack).release(lease)

    def standing(self, stack: str) -> Standing | None:
        """Tell who holds the stack."""
        return self._of(stack).standing(stack)

    def standings(self, environment: str | None = None) -> Mapping[str, Standing]:
        """Tell the same of all stacks of an environment, or of the whole project."""
        if environment is not None:
            return self._in(environment).standings(environment)
        every = ((stack, one, store) for store in self._all() for stack, one in store.standings().items())
        return {stack: one for stack, one, store in every if self._lies_in(stack, store)}

    def take_away(self, stack: str, fence: int) -> None:
        """Strike out the holder who has this fence."""
        self._of(stack).take_away(stack, fence)

    def read_state(self, stack: str) -> bytes:
        """Return the state for looking."""
        return self._of(stack).read_state(stack)

    def check_out(self, lease: Lease) -> bytes:
        """Return the state to work on."""
        return self._of(lease.stack).check_out(lease)

    def commit(self, lease: Lease, content: bytes) -> StateMark:
        """Make these bytes the state."""
        return self._of(lease.stack).commit(lease, content)

    def keep(self, lease: Lease, files: KeptFiles) -> KeptMark:
        """Keep the files that a run is made from."""
        return self._of(lease.stack).keep(lease, files)

    def kept(self, stack: str, mark: KeptMark) -> KeptFiles:
        """Return the files of a run."""
        return self._of(stack).kept(stack, mark)

    def keep_orphan(self, stack: str, run: str, content: bytes) -> None:
        """Keep the state of a run that was fenced off."""
        self._of(stack).keep_orphan(stack, run, content)

    def orphans(self, stack: str) -> Mapping[str, bytes]:
        """Return the orphaned states of a stack."""
        return self._of(stack).orphans(stack)

    def forget_orphan(self, lease: Lease, run: str) -> None:
        """Let go of an orphaned state."""
        self._of(lease.stack).forget_orphan(lease, run)

    def keep_reviews(self, reviews: Sequence[Review]) -> tuple[Review, ...]:
        """Keep what plans showed, each in the store of its environment."""
        by_store: dict[Records, list[Review]] = {}
        for review in reviews:
            by_store.setdefault(self._of(review.stack), []).append(review)
        return tuple(kept for store, some in by_store.items() for kept in store.keep_reviews(some))

    def reviews(self, stack: str) -> tuple[Review, ...]:
        """Return what plans of a stack showed."""
        return self._of(stack).reviews(stack)

    def cut(self, lease: Lease, before: int) -> int:
        """Remove the events before a checkpoint."""
        return self._of(lease.stack).cut(lease, before)

    def adopt(self, lease: Lease, events: Iterable[Event], state: bytes, kept: Mapping[str, KeptFiles]) -> None:
        """Take over a stack's whole story."""
        self._of(lease.stack).adopt(lease, events, state, kept)

    def forget(self, lease: Lease) -> None:
        """Remove everything that is kept of a stack."""
        self._of(lease.stack).forget(lease)

    def close(self) -> None:
        """Let go of the stores that were opened."""
        for store in self._opened.values():
            store.close()

    def _of(self, stack: str) -> Records:
        return self._in(stack.partition("/")[0])

    def _in(self, environment: str) -> Records:
        if environment not in self._stores:
            known = ", ".join(sorted(self._stores))
            raise Usage(
                "Unknown environment",
                detail=f"'{environment}' is not in platform.yaml, so nobody knows its store. Known: {known}.",
                hint="platformctl list",
            )
        return self._open(self._stores[environment])

    def _all(self) -> Iterator[Records]:
        """Open every store, each once."""
        return map(self._open, dict.fromkeys(self._stores.values()))

    def _open(self, store: Open) -> Records:
        opened = store()
        self._opened[store] = opened
        return opened

    def _lies_in(self, stack: str, store: Records) -> bool:
        """Say whether a store is the one of a stack found in it; a stack that has moved away has left traces."""
        environment = stack.partition("/")[0]
        return environment not in self._stores or self._in(environment) is store
