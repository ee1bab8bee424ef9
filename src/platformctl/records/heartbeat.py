"""Renews leases while they are held: a thread that begins with the first and ends with the last."""

from collections.abc import Callable
from threading import Event, RLock, Thread


class Heartbeat:
    """Calls `beat` again and again; it says whether there is still something to renew."""

    def __init__(self, beat: Callable[[], bool], seconds: float) -> None:
        """Take what renews, and how often; see `start`."""
        self._beat = beat
        self._seconds = seconds
        self._turn = RLock()
        self._stopping: Event | None = None

    def start(self) -> None:
        """Begin, unless it has begun."""
        with self._turn:
            if self._stopping is None:
                self._stopping = Event()
                Thread(target=self._run, args=(self._stopping,), name="heartbeat", daemon=True).start()

    def stop(self) -> None:
        """End it; a beat that is under way comes to its end."""
        with self._turn:
            if self._stopping:
                self._stopping.set()
                self._stopping = None

    def _run(self, stopping: Event) -> None:
        while not stopping.wait(self._seconds):
            if not self._beat():
                self._ended(stopping)
                return

    def _ended(self, stopping: Event) -> None:
        with self._turn:
            if self._stopping is stopping:
                self._stopping = None
