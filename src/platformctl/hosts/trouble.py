"""What can be wrong with a code host. It is told, never a reason to end with another code: that is the plan's."""

from platformctl.errors import PlatformError


class HostTrouble(PlatformError):
    """The host did not do what it was asked for."""


class NoRights(HostTrouble):
    """There is no token, or it may not do this."""


class NotThere(NoRights):
    """What is asked for is not there; hosts say the same of what may not be seen."""


class NotTaken(HostTrouble):
    """The host finds what we sent not acceptable: mostly that it is too long."""


class Unreachable(HostTrouble):
    """No answer, however often asked; or one that only says: later."""
