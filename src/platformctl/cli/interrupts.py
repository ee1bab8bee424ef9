"""Signals: outside an apply they end the command at once; during one, Terraform is let finish (architecture, 9.3)."""

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from platformctl.errors import Interrupted

WATCHED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interrupts:
    """The signals of one process."""

    def __init__(self) -> None:
        """Take the signals over."""
        self.received: int | None = None
        self.count = 0
        self.on_signal: Callable[[int], None] | None = None
        for number in WATCHED:
            if signal.getsignal(number) is not signal.SIG_IGN:  # nohup and background jobs keep their ways
                signal.signal(number, self._came)

    @property
    def attended(self) -> bool:
        """Say whether a person sits at a terminal."""
        return sys.stdin.isatty() and sys.stderr.isatty()

    @contextmanager
    def shielded(self, on_signal: Callable[[int], None]) -> Iterator[None]:
        """Call `on_signal(how many so far)` instead of ending the command."""
        self.on_signal = on_signal
        try:
            yield
        finally:
            self.on_signal = None

    def _came(self, number: int, _frame: FrameType | None) -> None:
        self.received = self.received or number
        self.count += 1
        if self.on_signal:
            self.on_signal(self.count)
        else:
            raise Interrupted("Interrupted", signal_number=number, detail="Nothing was being applied.")
