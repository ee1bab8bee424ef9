"""What workflows give back; views know these and the domain's models, nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from platformctl.errors import PlatformError
from platformctl.policy.verdict import Verdict
from platformctl.records.facts import PartialApply, RecordedOutput
from platformctl.records.head import Head, RecordedRun
from platformctl.records.past_run import PastRun
from platformctl.requests.request import Request
from platformctl.sandbox import status as sandbox
from platformctl.stacks.stack import Stack
from platformctl.stacks.stack_id import StackId
from platformctl.terraform.plan import Plan
from platformctl.workflows.report_results import Touched

Status = Literal["applied", "unchanged", "destroyed", "previewed", "written"]
"""`written`: the environment is applied by its pipeline, so the request and its files wait for a pull request."""


@dataclass(frozen=True)
class Preview:
    """A judged plan."""

    stack: Stack
    plan: Plan
    verdicts: tuple[Verdict, ...]
    destroys: bool = False
    not_appliable: PlatformError | None = None
    """Why it may not be applied: not from this branch, or not on these bindings."""
    speculative: bool = False
    """It rests on outputs that what was planned beside it will alter: to be looked at, never to be applied."""

    @property
    def data_losses(self) -> tuple[str, ...]:
        """Return the addresses whose loss is data loss."""
        stateful = self.stack.contract.stateful
        return tuple(change.address for change in self.plan.losses if change.type in stateful)

    @property
    def has_changes(self) -> bool:
        """Say whether applying would do anything."""
        return not self.plan.is_empty


@dataclass(frozen=True)
class Outcome:
    """What became of one stack."""

    preview: Preview
    status: Status
    outputs: Mapping[str, RecordedOutput] = field(default_factory=dict)
    run: str = ""
    seconds: float = 0
    new_folder: str = ""
    """The folder of the project that was made for this command; it has to be entered next."""


@dataclass(frozen=True)
class Stopped:
    """A stack that could not be done, and why."""

    id: StackId
    error: PlatformError
    started: bool = True
    """False: it was not begun, because of another one or a signal."""


Result = Outcome | Stopped


def id_of(result: Result) -> StackId:
    """Return which stack a result is about."""
    return result.preview.stack.id if isinstance(result, Outcome) else result.id


@dataclass(frozen=True)
class AffectedStack:
    """One stack that a change touches."""

    id: StackId
    touched: Touched
    why: tuple[str, ...]
    """What differs, in words."""


@dataclass(frozen=True)
class Affected:
    """The stacks that a change touches, and between which ends it lies."""

    since: str
    """What was named."""
    fork_point: str
    commit: str
    """HEAD; what is not committed yet comes on top."""
    uncommitted: int
    """Files that are in no commit yet and count."""
    stacks: tuple[AffectedStack, ...] = ()
    beyond: frozenset[StackId] = frozenset()
    """Those in other environments, where one was named."""


@dataclass(frozen=True)
class Rendered:
    """What rendering wrote for one stack."""

    id: StackId
    files: tuple[str, ...]


@dataclass(frozen=True)
class Standing:
    """Where one stack stands, by request and by record."""

    id: StackId
    request: Request | None
    head: Head | None
    status: str
    notes: tuple[str, ...] = ()
    partial: PartialApply | None = None
    """How far the last run came, where it failed on the way."""
    deleted: bool = False
    """Its request was deleted here, and it is still there."""
    last: PastRun | None = None
    """The whole story of the last run."""


@dataclass(frozen=True)
class Place:
    """Where in a stack the text is."""

    where: str
    """`output endpoint`, `input text`, `name of queue`, or a resource's address and attribute."""
    value: str
    exact: bool


@dataclass(frozen=True)
class Answer:
    """One stack that has to do with the text."""

    stack: StackId
    places: tuple[Place, ...]
    request: Request | None
    head: Head | None
    verdicts: tuple[str, ...] = ()
    """What the judgements of the last applied run came to."""

    @property
    def applied(self) -> RecordedRun | None:
        """Return the run that made it what it is."""
        return self.head.last_applied if self.head else None

    @property
    def is_exact(self) -> bool:
        """Claim that something of it is the text, not only contains it."""
        return any(place.exact for place in self.places)


@dataclass(frozen=True)
class OutputChange:
    """One output that a run made what it then was."""

    name: str
    at: str
    run: str
    became: RecordedOutput | None
    """None: the run took it away."""


@dataclass(frozen=True)
class Settled:
    """What settling found for one stack."""

    id: StackId
    verdict: str
    """`nothing to settle`, or the record's verdict."""
    steps: tuple[str, ...] = ()


@dataclass(frozen=True)
class MovedStack:
    """A stack whose story goes on in another store."""

    id: StackId
    events: int
    serial: int | None
    """Of its state, as far as the records name one."""


@dataclass(frozen=True)
class Moved:
    """What became of an environment that was to move to another store."""

    environment: str
    left: str
    to: str
    stacks: tuple[MovedStack, ...]
    stopped: Mapping[StackId, PlatformError]
    """Those that could not move yet; platform.yaml then still names the old store."""
    files: tuple[Rendered, ...]

    @property
    def exit_code(self) -> int:
        """Return the code of what held up the move."""
        return exit_code([Stopped(stack, error) for stack, error in self.stopped.items()], detailed=False)


@dataclass(frozen=True)
class Forgotten:
    """What was removed from the store that an environment left."""

    environment: str
    left: str
    to: str
    stacks: tuple[StackId, ...]


@dataclass(frozen=True)
class Rebuilt:
    """What became of an environment that was made again from git."""

    source: str
    target: str
    results: tuple[Result, ...]
    seconds: float
    stopped: bool
    """Its pipeline applies it: everything was written and judged, nothing applied."""
    differences: Mapping[StackId, tuple[str, ...]]
    """How it differs from what it was made from, by stack."""
    holding: tuple[StackId, ...]
    """The stacks that hold data, which git does not have."""


@dataclass(frozen=True)
class Started:
    """A new project."""

    folder: Path
    files: tuple[str, ...]
    """What was written, relative to the folder."""


SandboxRunning = sandbox.Running
SandboxStatus = sandbox.Status
"""Whether the emulator runs."""


@dataclass(frozen=True)
class Reset:
    """A sandbox begun anew."""

    running: SandboxRunning
    forgotten: tuple[str, ...]
    """The stacks whose states were of the old one."""


ORDER = (1, 4, 64, 3)
"""Which failure speaks for several stacks; after the signals, before changes."""


def exit_code(results: Sequence[Result], *, detailed: bool, signal: int | None = None) -> int:
    """Return one code for several stacks: 130/143, else 1, 4, 64, 3, else 2 for changes if asked for, else 0."""
    if signal is not None:
        return 128 + signal
    failed = [result.error.exit_code for result in results if isinstance(result, Stopped)]
    signals = [code for code in failed if code > 128]
    if failed:
        return signals[0] if signals else next((code for code in ORDER if code in failed), 1)
    changed = any(isinstance(result, Outcome) and result.preview.has_changes for result in results)
    return 2 if detailed and changed else 0
