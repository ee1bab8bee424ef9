"""Signals: outside an apply they end the command at once; during one, Terraform is let finish (architecture, 9.3)."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from platformctl.errors import Interrupted

WATCHED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interrupts:
    """The signals of one process."""

    def __init__(self) -> None:
        """Take the signals over."""
        self.came: tuple[int, ...] = ()
        self._shielded = False
        for number in WATCHED:
            if signal.getsignal(number) is not signal.SIG_IGN:  # nohup and background jobs keep their ways
                signal.signal(number, self._came)

    @property
    def received(self) -> int | None:
        """Return the first signal: it says how the command ends."""
        return self.came[0] if self.came else None

    @property
    def attended(self) -> bool:
        """Say whether a person sits at a terminal."""
        return sys.stdin.isatty() and sys.stderr.isatty()

    @contextmanager
    def shielded(self) -> Iterator[None]:
        """Count signals instead of letting them end the command."""
        before, self._shielded = self._shielded, True
        try:
            yield
        finally:
            self._shielded = before

    def _came(self, number: int, _frame: FrameType | None) -> None:
        """Take no lock and write nothing here: whoever was interrupted may hold the lock, or be writing."""
        self.came = (*self.came, number)
        if not self._shielded and len(self.came) == 1:  # while the command stops, another one would break its records
            raise Interrupted("Interrupted", signal_number=number, detail="Nothing was being applied.")
