"""The one tree of errors: each says what is wrong, where and why, and what to type next.

Exit codes are public (docs/reference/exit-codes.md); they belong to the class, never to the place that raises.
"""


class PlatformError(Exception):
    """Something failed: a tool, the cloud, the network; also: could not be judged."""

    exit_code = 1

    def __init__(self, summary: str, *, detail: str = "", hint: str = "") -> None:
        """Take a fixed `summary` without user data, a `detail` in sentences, and a `hint` that can be pasted."""
        super().__init__(summary)
        self.summary = summary
        self.detail = detail
        self.hint = hint


class Blocked(PlatformError):
    """A check or a guard gave an answer, and it is no."""

    exit_code = 3


class Busy(PlatformError):
    """Somebody else holds the lease, or an interrupted run must be settled first."""

    exit_code = 4


class Usage(PlatformError):
    """Unknown word, invalid input, or a broken file of the repository."""

    exit_code = 64


class Interrupted(PlatformError):
    """A signal ended the command; what was begun is on record."""

    def __init__(self, summary: str, *, signal_number: int, detail: str = "", hint: str = "") -> None:
        """Keep the shell's convention: 128 + the signal's number."""
        super().__init__(summary, detail=detail, hint=hint)
        self.exit_code = 128 + signal_number
