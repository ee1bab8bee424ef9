"""Asks a store again that was lost on the way, for what may be asked twice."""

import time
from collections.abc import Callable
from typing import TypeVar

from platformctl.records.refusals import StoreLost

_PAUSES = (0.0, 0.5, 2.0)
"""A server that is started again, or a standby that takes over, needs a moment; who needs longer is told."""

Result = TypeVar("Result")


def again(call: Callable[[], Result]) -> Result:
    """Call, and call again after each pause while the store is lost."""
    for pause in _PAUSES:
        try:
            return call()
        except StoreLost:
            time.sleep(pause)
    return call()
