"""How long a run waits for a stack that somebody else holds, and for whom: `--wait`."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from platformctl.errors import Busy
from platformctl.records.lease import Holder, Lease
from platformctl.records.store import Records

BETWEEN = 1.0
"""Seconds between two tries: a store that serves many is not to be hammered."""


@dataclass(frozen=True)
class Patience:
    """How long to wait, and who is told meanwhile."""

    seconds: float = 0.0
    tell: Callable[[Busy | None], object] = lambda _busy: None
    """Takes what says who holds the stack, each time it is looked at; None when it is ours after all."""
    is_broken_off: Callable[[], bool] = lambda: False
    """A signal has come."""


IMPATIENT = Patience()


def claimed(records: Records, stack: str, holder: Holder, patience: Patience = IMPATIENT) -> Lease:
    """Take the lease, as soon as whoever holds it gives it back; Busy when that takes longer than we wait."""
    until = time.monotonic() + patience.seconds
    waited = False
    while True:
        try:
            lease = records.claim(stack, holder)
        except Busy as busy:
            left = until - time.monotonic()
            if left <= 0 or patience.is_broken_off():
                raise
            patience.tell(busy)
            waited = True
            time.sleep(min(BETWEEN, left))
        else:
            if waited:
                patience.tell(None)
            return lease
