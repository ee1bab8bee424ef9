"""Commits a work folder's state while Terraform works: each change that parses, within a second.

Once the stack is somebody else's, what Terraform still makes is put aside instead.
"""

import time
from collections.abc import Callable
from pathlib import Path
from threading import Event as Signal
from threading import Thread

from platformctl.errors import PlatformError
from platformctl.progress import Event, Phase, Progress
from platformctl.records.facts import StateMark
from platformctl.records.refusals import FencedOff, StateMoved, StateRefused
from platformctl.records.succession import is_whole

Commit = Callable[[bytes], StateMark]
Aside = Callable[[bytes], object]
"""Keeps a state that may not become the stack's: it may know of objects that nothing else knows of."""

_ELSEWHERE = (FencedOff, StateMoved)
"""The stack's story goes on without us."""
_FINAL = (*_ELSEWHERE, StateRefused)
"""What trying again does not help against."""
PATIENCE = 3.0
"""Seconds for which the last commit is tried again."""


class CommitLoop:
    """A thread beside Terraform; what goes wrong in it reaches the caller at `stop`."""

    def __init__(
        self, state: Path, commit: Commit, progress: Progress, *, aside: Aside | None = None, interval: float = 0.2
    ) -> None:
        """Take the work folder's state file and what commits its bytes, or puts them aside; see `start`."""
        self._path = state
        self._commit = commit
        self._aside = aside
        self._progress = progress
        self._interval = interval
        self._done: bytes | None = None
        self._mark: StateMark | None = None
        self._trouble = ""
        self._fault: BaseException | None = None
        self._lost: PlatformError | None = None
        """Why the bytes are put aside from here on."""
        self._stopping = Signal()
        self._thread = Thread(target=self._run, name="commit-loop", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def stop(self, patience: float = PATIENCE) -> StateMark | None:
        """End the watch with a final commit; None when Terraform wrote no state. Raises what stood in the way."""
        self._stopping.set()
        self._thread.join()
        if self._fault:
            raise self._fault
        end = time.monotonic() + patience
        while not self._finish(last=time.monotonic() >= end):
            time.sleep(self._interval)
        if self._lost:
            raise self._lost
        return self._mark

    def _run(self) -> None:
        try:
            while not self._stopping.wait(self._interval):
                self._step()
        except BaseException as error:  # noqa: BLE001 - a thread has no caller; `stop` raises it
            self._fault = error
            self._tell("failed", f"the state can no longer be committed: {_words(error)}")

    def _finish(self, *, last: bool) -> bool:
        if not last:
            return self._step()
        try:
            self._put(self._read(), whole=True)
        except PlatformError as error:
            if self._lost is None:
                raise
            self._lost.add_note(f"What Terraform made could not be put aside either: {error.summary}.")
        return True

    def _step(self) -> bool:
        """Commit what is new; tell whether the newest bytes are in the store."""
        try:
            arrived = self._put(self._read(), whole=False)
        except _FINAL:
            raise
        except (PlatformError, OSError) as error:
            self._troubled(_words(error))
            return False
        if arrived:
            self._well()
        return arrived

    def _put(self, content: bytes | None, *, whole: bool) -> bool:
        """Commit the bytes unless they are committed, or torn and another read may come."""
        if content is None or content == self._done:
            return True
        if not whole and not is_whole(content):
            return False
        if self._lost is None:
            self._mark = self._committed(content)
        if self._lost and self._aside:
            self._aside(content)
        self._done = content
        return True

    def _committed(self, content: bytes) -> StateMark | None:
        try:
            return self._commit(content)
        except _ELSEWHERE as error:
            if self._aside is None:
                raise
            self._lost = error
            self._tell("failed", f"the state is put aside from here on: {_words(error)}")
            return None

    def _read(self) -> bytes | None:
        """Read the state; no file, or one that Terraform has only just made, is no state."""
        try:
            return self._path.read_bytes() or None
        except FileNotFoundError:
            return None

    def _troubled(self, why: str) -> None:
        if why != self._trouble:
            self._trouble = why
            self._tell("note", f"the state could not be committed, trying again: {why}")

    def _well(self) -> None:
        if self._trouble:
            self._trouble = ""
            self._tell("note", "the state is committed again")

    def _tell(self, phase: Phase, text: str) -> None:
        self._progress(Event(topic="apply", phase=phase, text=text))


def _words(error: BaseException) -> str:
    return error.summary if isinstance(error, PlatformError) else type(error).__name__
