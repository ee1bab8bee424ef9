"""When the same is asked again: the host's word counts, passing trouble passes, a refusal stands."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from platformctl.hosts.api import Clock
from platformctl.hosts.patience import is_limited, jitter, pause, step
from platformctl.hosts.wire import Answer

NOW = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
RESET = str(int(NOW.timestamp()) + 30)


def waits(status: int, body: bytes = b"", **headers: str) -> float | None:
    """Say how long is waited after an answer, the first time."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return pause(Answer(status, named, body), 0, NOW, lambda most: most)


@pytest.mark.parametrize("status", [200, 201, 204, 301, 401, 403, 404, 422])
def test_what_was_answered_stands(status: int) -> None:
    assert waits(status) is None


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_what_passes_is_asked_again_soon(status: int) -> None:
    assert waits(status) == 0.5


@pytest.mark.parametrize("status", [403, 429, 503])
def test_the_host_says_how_long(status: int) -> None:
    assert waits(status, retry_after="17") == 17


def test_the_host_may_say_it_as_a_date() -> None:
    assert waits(429, retry_after=format_datetime(NOW + timedelta(seconds=40), usegmt=True)) == 40


@pytest.mark.parametrize("prefix", ["x-ratelimit", "ratelimit"])
def test_a_limit_that_is_used_up_is_waited_for_until_it_is_lifted(prefix: str) -> None:
    answer = Answer(429, {f"{prefix}-remaining": "0", f"{prefix}-reset": RESET})

    assert pause(answer, 0, NOW, lambda most: most) == 31


@pytest.mark.parametrize("said", ["exceeded a secondary rate limit.", "triggered an abuse detection mechanism."])
def test_a_secondary_limit_without_a_time_is_waited_for_a_minute(said: str) -> None:
    assert waits(403, f'{{"message": "You have {said}"}}'.encode()) == 60


def test_missing_rights_are_no_limit() -> None:
    assert not is_limited(Answer(403, {"x-ratelimit-remaining": "4999"}, b'{"message": "Resource not accessible"}'))


@given(st.integers(0, 50))
def test_pauses_grow_to_a_bound(attempt: int) -> None:
    assert 0 < step(attempt, jitter) <= 20


@given(st.text(), st.text(), st.sampled_from([403, 429, 503]))
def test_no_header_of_any_text_breaks_it(after: str, reset: str, status: int) -> None:
    seconds = waits(status, x_ratelimit_remaining="0", retry_after=after, x_ratelimit_reset=reset)

    assert seconds is not None
    assert seconds >= 0


def test_all_requests_of_a_command_together_have_an_end() -> None:
    slept: list[float] = []
    clock = Clock(patience=100, now=lambda: NOW + timedelta(seconds=sum(slept)), sleep=slept.append)

    went = [clock.spend(40), clock.spend(40), clock.spend(40), clock.spend(10), clock.spend(1e12)]

    assert went == [True, True, False, True, False]
