"""One stack's turn among several: its own words of progress, nobody to ask, signals as its thread sees them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from platformctl.errors import Interrupted
from platformctl.stacks.stack_id import StackId
from platformctl.workflows.ports import Asking, Interrupts, Ports


class Turn:
    """The command's signals: they reach the main thread only, and each turn looks whether one has come."""

    def __init__(self, interrupts: Interrupts) -> None:
        """Take the command's signals."""
        self._interrupts = interrupts
        self._began = False

    @property
    def came(self) -> tuple[int, ...]:
        """Return the signals that came, in their order."""
        return self._interrupts.came

    @property
    def received(self) -> int | None:
        """Return the first signal that came."""
        return self._interrupts.received

    @property
    def attended(self) -> bool:
        """Say whether a person sits at a terminal."""
        return self._interrupts.attended

    @contextmanager
    def shielded(self) -> Iterator[None]:
        """Begin nothing after a signal; what has begun comes to its end."""
        number = self.received
        if number is not None and not self._began:
            raise Interrupted("Interrupted", signal_number=number, detail="Nothing was being applied.")
        self._began = True
        yield


def turn_of(stack: StackId, ports: Ports, asking: Asking) -> Ports:
    """Return the ports for one stack's turn."""
    return replace(ports.about(stack), asking=asking, interrupts=Turn(ports.interrupts))
