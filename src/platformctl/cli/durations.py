"""Times as people type them: 90s, 10m, 400d; and moments, as 2026-11-24 or as `history` shows them."""

import re
from datetime import UTC, datetime

from platformctl.errors import Usage

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_SAID = re.compile(r"([0-9]{1,6})([smhd])")


def seconds_of(said: str, option: str) -> int:
    """Read a duration; Usage names the option."""
    found = _SAID.fullmatch(said.strip())
    if not found:
        raise Usage("Not a duration", detail=f"{option} {said}: give a number and s, m, h or d, as 90s, 10m, 400d.")
    return int(found[1]) * UNITS[found[2]]


def moment_of(said: str, option: str) -> str:
    """Read a moment in UTC, and write it as the records do; Usage names the option."""
    try:
        found = datetime.fromisoformat(said)
    except ValueError:
        detail = f"{option} {said}: give a day or a time in UTC, as 2026-11-24 or 2026-11-24T09:00:00."
        raise Usage("Not a time", detail=detail) from None
    at = found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    return at.isoformat(timespec="microseconds")
