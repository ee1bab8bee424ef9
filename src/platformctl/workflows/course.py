"""Goes through several stacks in their order, side by side where it can; who waits for one that fails is left out."""

from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field

from platformctl.errors import Interrupted, PlatformError
from platformctl.progress import Event, about
from platformctl.stacks.stack_id import StackId
from platformctl.workflows.order import Graph, refuse_cycles
from platformctl.workflows.ports import Ports
from platformctl.workflows.results import Outcome, Result, Stopped

LOOK = 0.2
"""Seconds between two looks at what is under way, and at whether a signal has come."""
SIGNAL = "a signal has come: what is being applied is let finish; nothing further is started"

Step = Callable[[StackId], Outcome]


@dataclass(frozen=True)
class Pace:
    """How several stacks are gone through."""

    side_by_side: int = 1
    """So many at once, at most."""
    stop_on_failure: bool = False
    """Once one has failed, begin nothing further; otherwise whatever does not wait for it goes on."""


@dataclass
class Course:
    """Where the command stands: what has come to its end, what is under way. Runs in the main thread."""

    graph: Graph
    """Each stack, and those that come before it."""
    pace: Pace
    ports: Ports
    topic: str
    """`apply` or `destroy`."""
    results: dict[StackId, Result] = field(default_factory=dict)
    """Of those that can't be begun, from the beginning."""
    under_way: dict["Future[Result]", StackId] = field(default_factory=dict)
    heard: bool = False

    def run(self, step: Step) -> tuple[Result, ...]:
        """Go through all of them; what is under way when a signal comes is let finish."""
        refuse_cycles(self.graph)
        waiting: Sequence[StackId] = sorted(set(self.graph) - set(self.results))
        with self.ports.interrupts.shielded(), ThreadPoolExecutor(self.pace.side_by_side) as pool:
            while waiting or self.under_way:
                waiting = [stack for stack in waiting if not self._moved(stack, step, pool)]
                self._collect()
        return tuple(self.results[stack] for stack in self.graph)

    def _moved(self, stack: StackId, step: Step, pool: ThreadPoolExecutor) -> bool:
        """Begin with a stack, or say that it is not begun any more; False while it has to wait."""
        obstacle = self._obstacle(stack)
        if obstacle:
            self.results[stack] = obstacle
            return True
        if len(self.under_way) >= self.pace.side_by_side or self._before(stack) - set(self.results):
            return False
        self.under_way[pool.submit(_result, stack, step)] = stack
        return True

    def _collect(self) -> None:
        """Wait a moment for what comes to its end."""
        done, _ = wait(self.under_way, timeout=LOOK, return_when=FIRST_COMPLETED)
        for future in done:
            stack = self.under_way.pop(future)
            self.results[stack] = future.result()
            self._tell(stack)
        if self.ports.interrupts.received is not None and not self.heard:
            self.heard = True
            self.ports.progress(Event(self.topic, "note", SIGNAL))

    def _before(self, stack: StackId) -> set[StackId]:
        """Return those of the command that come before a stack."""
        return set(self.graph[stack]) & set(self.graph)

    def _obstacle(self, stack: StackId) -> Stopped | None:
        """Say why a stack is not begun any more, if so."""
        number = self.ports.interrupts.received
        if number is not None:
            return Stopped(
                stack, Interrupted("Not started", signal_number=number, detail="A signal came first."), False
            )
        failed = self._failed(self._before(stack))
        if failed:
            return _not_started(stack, failed, f"It waits for {failed.id}, which did not come to a good end.")
        failed = self._failed(set(self.graph)) if self.pace.stop_on_failure else None
        return _not_started(stack, failed, f"{failed.id} failed first.") if failed else None

    def _failed(self, among: set[StackId]) -> Stopped | None:
        ended = (self.results[stack] for stack in sorted(among) if stack in self.results)
        return next((result for result in ended if isinstance(result, Stopped)), None)

    def _tell(self, stack: StackId) -> None:
        result, progress = self.results[stack], about(str(stack), self.ports.progress)
        if isinstance(result, Stopped):
            progress(Event(self.topic, "failed", result.error.summary))
        else:
            took = f" ({result.seconds:.0f} s)" if result.seconds >= 1 else ""
            progress(Event(self.topic, "done", f"{result.status}{took}"))


def not_begun(stacks: Sequence[StackId], before: Sequence[Result]) -> tuple[Stopped, ...]:
    """Say of the stacks of a later environment that nothing of them was begun, because of what came before."""
    failed = next((result for result in before if isinstance(result, Stopped)), None)
    if failed is None:
        return tuple(Stopped(stack, PlatformError("Not started", detail=SIGNAL), started=False) for stack in stacks)
    return tuple(_not_started(stack, failed, f"{failed.id} failed before it") for stack in stacks)


def _not_started(stack: StackId, because: Stopped, why: str) -> Stopped:
    """Say that a stack was not begun; the exit code is that of what failed, for the command as a whole."""
    error = PlatformError("Not started", detail=why)
    error.exit_code = because.error.exit_code
    return Stopped(stack, error, started=False)


def _result(stack: StackId, step: Step) -> Result:
    try:
        return step(stack)
    except PlatformError as error:
        return Stopped(stack, error)
