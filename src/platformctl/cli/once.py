"""Makes what is needed when it is first asked for, and once, whichever thread asks first."""

from collections.abc import Callable
from threading import RLock
from typing import TypeVar

Made = TypeVar("Made")


def once(make: Callable[[], Made]) -> Callable[[], Made]:
    """Return what gives the one thing; who asks while it is being made waits for it."""
    turn = RLock()
    made: list[Made] = []

    def the_one() -> Made:
        with turn:
            if not made:
                made.append(make())
            return made[0]

    return the_one
