"""Durations and moments as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from platformctl.cli.durations import UNITS, moment_of, seconds_of
from platformctl.errors import Usage


@given(st.integers(0, 999_999), st.sampled_from(sorted(UNITS)))
def test_a_number_and_a_unit_are_so_many_seconds(number: int, unit: str) -> None:
    assert seconds_of(f"{number}{unit}", "--wait") == number * UNITS[unit]


@given(st.text().filter(lambda text: not text.strip()[-1:].isalpha() or not text.strip()[:-1].isdigit()))
def test_anything_else_is_refused_by_the_options_name(text: str) -> None:
    with pytest.raises(Usage) as refused:
        seconds_of(text, "--wait")

    assert refused.value.detail.startswith(f"--wait {text}: ")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2026-11-24", "2026-11-24T00:00:00.000000+00:00"),
        ("2026-11-24 09:30:00", "2026-11-24T09:30:00.000000+00:00"),
        ("2026-11-24T10:30:00+01:00", "2026-11-24T09:30:00.000000+00:00"),
    ],
)
def test_a_moment_is_read_in_utc(said: str, meant: str) -> None:
    assert moment_of(said, "--before") == meant
