"""The conversation with the worker: questions in, whole scans out, in order; anything less ends it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from platformctl.errors import PlatformError
from platformctl.policy.answers import Greeting, Reply, scan_of, whole
from platformctl.policy.packs import Pack, all_checks
from platformctl.policy.scan import Scan, Stage, unjudged


@dataclass(frozen=True)
class Patience:
    """How many seconds the worker may take."""

    start: float = 90.0
    """On a cold disk; later starts take less than one."""
    scan: float = 120.0
    """A plan of 1,600 resources takes 15."""


class Line(Protocol):
    """What a conversation needs of the process at its other end."""

    def send(self, message: Mapping[str, Any]) -> None:
        """Write one message; one that can't arrive is noticed when its answer is read."""

    def receive(self, seconds: float, *, secret: bool) -> bytes:
        """Return the next line, or raise: could not be judged. What a `secret` one's errors say isn't shown."""

    def end(self, seconds: float) -> None:
        """Let it end by itself within the time, then kill it."""


class Question:
    """One thing that was asked; the answer is waited for only when it is wanted."""

    def __init__(self, worker: "Worker", stage: Stage, root: Path, path: Path) -> None:
        self.worker, self.stage, self.root, self.path = worker, stage, root, path

    def answer(self) -> Scan:
        """Return the whole scan, or raise PlatformError: could not be judged."""
        return self.worker.answer_to(self)


class Worker:
    """One process of the judge; it serves one run and ends with it."""

    def __init__(self, line: Line, patience: Patience) -> None:
        self._line = line
        self._checks: frozenset[str] = frozenset()
        self._patience = patience
        self._asked: list[Question] = []
        self._registered: frozenset[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def order(self, packs: Sequence[Pack]) -> Self:
        """Say which checks are wanted, once and before any question; until then the worker only warms up."""
        self._checks = frozenset(all_checks(packs))
        folders = [str(pack.checks_folder.resolve()) for pack in packs]
        self._line.send({"checks": sorted(self._checks), "folders": folders})
        return self

    def ask_configuration(self, folder: Path, root: Path) -> Question:
        """Ask about a stack's folder and go on; files are named relative to `root`."""
        return self._ask(Question(self, "configuration", root, folder))

    def ask_plan(self, document: Path) -> Question:
        """Ask about a file written by `terraform show -json` and go on."""
        return self._ask(Question(self, "plan", document.parent, document))

    def configuration(self, folder: Path, root: Path) -> Scan:
        """Ask about a stack's folder and wait."""
        return self.ask_configuration(folder, root).answer()

    def plan(self, document: Path) -> Scan:
        """Ask about a plan's JSON and wait."""
        return self.ask_plan(document).answer()

    def answer_to(self, question: Question) -> Scan:
        """Wait for the answer to the question that was asked first; they are answered in order."""
        if not self._asked or self._asked[0] is not question:
            raise unjudged("An answer was asked for out of order.")
        try:
            return self._answer(question)
        except PlatformError:
            self._line.end(0)
            raise

    def close(self) -> None:
        """End the process; nothing of it outlives the run."""
        self._line.end(0 if self._asked or self._registered is None else 2)

    def _answer(self, question: Question) -> Scan:
        registered = self._ready()
        secret = question.stage == "plan"
        reply = whole(Reply, self._line.receive(self._patience.scan, secret=secret), secret=secret)
        scan = scan_of(reply, registered, question.stage, question.root, question.path)
        self._asked.pop(0)
        return scan

    def _ask(self, question: Question) -> Question:
        self._asked.append(question)
        self._line.send({question.stage: str(question.path.resolve())})
        return question

    def _ready(self) -> frozenset[str]:
        if self._registered is None:
            greeting = whole(Greeting, self._line.receive(self._patience.start, secret=False), secret=False)
            self._registered = frozenset(greeting.registered)
        missing = sorted(self._checks - self._registered)
        if missing:
            raise unjudged(f"checkov did not load {', '.join(missing)}.")
        return self._registered
