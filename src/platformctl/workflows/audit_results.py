"""What is given back of the audit trail and of leases; views know these beside `results`."""

from dataclasses import dataclass

from platformctl.records.chain import Break
from platformctl.records.event import Event
from platformctl.records.lease import Standing as Held
from platformctl.records.past_run import PastRun
from platformctl.stacks.stack_id import StackId


@dataclass(frozen=True)
class Page:
    """How much of what was done is looked at."""

    runs: int | None = None
    """So many, the newest ones; None: all."""
    before: str = ""
    """Only what happened earlier: a time as the records write it."""

    def takes(self, at: str) -> bool:
        """Say whether something that happened then belongs to it."""
        return not self.before or at < self.before


@dataclass(frozen=True)
class History:
    """The events of one stack."""

    id: StackId
    events: tuple[Event, ...]
    has_more: bool = False
    """There are earlier ones."""


@dataclass(frozen=True)
class RunList:
    """Runs of an environment, newest first."""

    environment: str
    runs: tuple[PastRun, ...]
    alive: frozenset[str] = frozenset()
    """Those without an outcome that are still under way."""
    has_more: bool = False


@dataclass(frozen=True)
class Chain:
    """One stack's chain of events: proven, or the first place where it does not hold."""

    stack: str
    events: int = 0
    """So many are kept, and proven."""
    seq: int = 0
    hash: str = ""
    """Of the newest event: kept elsewhere, it vouches for all before it."""
    broken: Break | None = None


@dataclass(frozen=True)
class HeldLease:
    """Who holds a stack, or died holding it."""

    stack: str
    standing: Held


@dataclass(frozen=True)
class ReleasedLease:
    """A lease that was taken away."""

    stack: str
    standing: Held
    reason: str
    unfinished: str | None = None
    """The run that has to be settled now."""


@dataclass(frozen=True)
class Pruned:
    """What retention cut off of one stack's events."""

    stack: str
    cut: int = 0
    kept: int = 0
    left: str = ""
    """Why it could not be pruned now."""
    busy: bool = False
    broken: bool = False

    @property
    def told(self) -> str:
        """Say it in a few words."""
        return f"{self.cut} events cut off, {self.kept} kept" if self.cut else "nothing to cut off yet"
