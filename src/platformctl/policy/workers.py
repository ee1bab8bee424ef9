"""The judge's workers: one at a time, asked by one thread at a time; in place of one that fell comes a new one.

One for all, because each takes a second of processor to start and as much memory as all the rest of a command.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock

from platformctl.policy.conversation import Worker
from platformctl.policy.packs import Pack
from platformctl.policy.scan import Scan


class Workers:
    """Whoever judges for the command: a worker that one stack brought down judges no other, and hides no other."""

    def __init__(self, hire: Callable[[], Worker]) -> None:
        """Start the first at once: it warms up while others work."""
        self._hire = hire
        self._turn = Lock()
        self._packs: Sequence[Pack] | None = None
        self._worker: Worker | None = hire()

    def order(self, packs: Sequence[Pack]) -> None:
        """Say which checks are wanted; what is said first counts."""
        with self._turn:
            if self._packs is None:
                self._packs = packs
                self._standing().order(packs)

    def configuration(self, folder: Path, root: Path) -> Scan:
        """Ask about a stack's folder and wait."""
        return self._answer(lambda worker: worker.configuration(folder, root))

    def plan(self, document: Path) -> Scan:
        """Ask about a plan's JSON and wait."""
        return self._answer(lambda worker: worker.plan(document))

    def close(self) -> None:
        """End the one that stands."""
        if self._worker:
            self._worker.close()

    def _answer(self, ask: Callable[[Worker], Scan]) -> Scan:
        with self._turn:
            worker = self._standing()
            try:
                return ask(worker)
            except BaseException:
                self._worker = None
                worker.close()
                raise

    def _standing(self) -> Worker:
        """Return the worker that stands; a new one hears of the packs first."""
        if self._worker is None:
            self._worker = self._hire()
            if self._packs is not None:
                self._worker.order(self._packs)
        return self._worker
