"""What the local store and PostgreSQL have in common: everything but states, their locks, and who lives."""

from collections.abc import Callable, Mapping, Sequence

from platformctl.records.chain import Break
from platformctl.records.event import Draft, Event
from platformctl.records.head import Head
from platformctl.records.kept import KeptFiles, KeptMark
from platformctl.records.kept_table import KeptTable
from platformctl.records.lease import Lease
from platformctl.records.ledger import Ledger
from platformctl.records.orphan_table import OrphanTable
from platformctl.records.review import Review
from platformctl.records.review_table import ReviewTable
from platformctl.records.sql import Database
from platformctl.records.store import Records


class SqlRecords(Records):
    """Events, heads, kept files and orphaned states in a database; see `Records` for what each promises."""

    def __init__(self, database: Database, clock: Callable[[], str]) -> None:
        """Take the database and what says the time."""
        self._database = database
        self._ledger = Ledger(database, clock)
        self._kept = KeptTable(database)
        self._orphans = OrphanTable(database, clock)
        self._reviews = ReviewTable(database)

    def append(self, draft: Draft, lease: Lease | None = None) -> Event:
        """Record an event."""
        return self._ledger.append(draft, lease)

    def events(self, stack: str, newest: int | None = None) -> tuple[Event, ...]:
        """Return the stack's events, oldest first."""
        return self._ledger.events(stack, newest)

    def verify_chain(self, stack: str) -> Break | None:
        """Name the first place where the chain does not hold."""
        return self._ledger.verify_chain(stack)

    def head(self, stack: str) -> Head | None:
        """Return where the stack stands."""
        return self._ledger.head(stack)

    def heads(self, environment: str | None = None) -> tuple[Head, ...]:
        """Return all heads, or those of one environment."""
        return self._ledger.heads(environment)

    def stacks(self, environment: str | None = None) -> tuple[str, ...]:
        """Return every stack that has a head or events."""
        return self._ledger.stacks(environment)

    def rebuild_head(self, stack: str) -> Head | None:
        """Derive the head from the events again."""
        return self._ledger.rebuild_head(stack)

    def keep(self, lease: Lease, files: KeptFiles) -> KeptMark:
        """Keep the files that a run is made from."""
        return self._kept.keep(lease, files)

    def kept(self, stack: str, mark: KeptMark) -> KeptFiles:
        """Return the files of a run, proven by the digest on record."""
        return self._kept.read(stack, mark)

    def keep_orphan(self, stack: str, run: str, content: bytes) -> None:
        """Keep the state of a run that was fenced off."""
        self._orphans.keep(stack, run, content)

    def orphans(self, stack: str) -> Mapping[str, bytes]:
        """Return the orphaned states of a stack by the runs that left them."""
        return self._orphans.of_stack(stack)

    def forget_orphan(self, lease: Lease, run: str) -> None:
        """Let go of an orphaned state."""
        self._orphans.forget(lease, run)

    def keep_reviews(self, reviews: Sequence[Review]) -> tuple[Review, ...]:
        """Keep what plans showed."""
        return self._reviews.keep(reviews)

    def reviews(self, stack: str) -> tuple[Review, ...]:
        """Return what plans of a stack showed."""
        return self._reviews.of_stack(stack)

    def cut(self, lease: Lease, before: int) -> int:
        """Remove the events before a checkpoint."""
        return self._ledger.cut(lease, before)
