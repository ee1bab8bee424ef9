"""The errors that records raise and callers tell apart."""

from platformctl.errors import Busy, PlatformError


class FencedOff(Busy):
    """The lease went to somebody else: nothing more may be written under it."""


def given_back(stack: str, run: str) -> FencedOff:
    """Make the error for a lease that this process no longer holds."""
    return FencedOff(
        "The lease is no longer held",
        detail=f"{stack}: run {run} has given it back.",
        hint=f"platformctl show {stack}",
    )


class StateRefused(PlatformError):
    """These bytes must not become the stack's state."""


class StateUnreadable(PlatformError):
    """The stack's state does not parse, and waiting does not help."""


class StateMoved(PlatformError):
    """The state file at the path is no longer the one that is locked."""


class RecordsDamaged(PlatformError):
    """The records can't be read or don't hold together."""


class StoreLost(PlatformError):
    """The store can't be reached, or was lost on the way: what was asked may have been done; asking again is safe."""
