"""Whether to ask again, and when: pure, from the answer and the clock."""

import random
import re
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from platformctl.hosts.wire import Answer

ATTEMPTS = 6
"""Of one request."""
WAITING = 150.0
"""Seconds that one command waits in all."""
_PASSING = frozenset({500, 502, 503, 504})
_FIRST = 0.5
_LONGEST_STEP = 20.0
_A_MINUTE = 60.0
"""What GitHub asks for where it names no time."""
_SECONDARY = re.compile(rb"secondary rate limit|abuse detection", re.IGNORECASE)
_REMAINING = ("x-ratelimit-remaining", "ratelimit-remaining")
_RESET = ("x-ratelimit-reset", "ratelimit-reset")

Jitter = Callable[[float], float]


def jitter(most: float) -> float:
    """Return some time between half of it and all of it: those who failed together don't come back together."""
    return random.SystemRandom().uniform(most / 2, most)


def step(attempt: int, spread: Jitter) -> float:
    """Return the pause after the attempt with this number, from 0: each twice as long as the one before."""
    return spread(min(_FIRST * 2**attempt, _LONGEST_STEP))


def is_limited(answer: Answer) -> bool:
    """Say whether the host refuses because of too many requests, not because of rights."""
    if answer.status == 429:
        return True
    if answer.status != 403:
        return False
    used_up = any(answer.headers.get(name) == "0" for name in _REMAINING)
    return used_up or "retry-after" in answer.headers or bool(_SECONDARY.search(answer.body[:4096]))


def pause(answer: Answer, attempt: int, now: datetime, spread: Jitter) -> float | None:
    """Return how long to wait before the same is asked again; None: the answer stands."""
    if is_limited(answer):
        said = _retry_after(answer, now)
        return (_reset(answer, now) or _A_MINUTE) if said is None else said
    if answer.status not in _PASSING:
        return None
    said = _retry_after(answer, now)
    return step(attempt, spread) if said is None else max(said, step(attempt, spread))


def _retry_after(answer: Answer, now: datetime) -> float | None:
    """Read seconds, or a date."""
    said = answer.headers.get("retry-after", "").strip()
    if re.fullmatch(r"[0-9]{1,9}", said):
        return float(said)
    try:
        at = parsedate_to_datetime(said)
    except (TypeError, ValueError):
        return None
    return max(0.0, (at.replace(tzinfo=at.tzinfo or UTC) - now).total_seconds())


def _reset(answer: Answer, now: datetime) -> float | None:
    """Read when the limit is lifted, in seconds since 1970; one more, since clocks differ."""
    said = next((answer.headers[name] for name in _RESET if name in answer.headers), "")
    return max(0.0, int(said) - now.timestamp()) + 1 if re.fullmatch(r"[0-9]{1,11}", said) else None
