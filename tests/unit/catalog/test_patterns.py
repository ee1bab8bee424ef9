"""A pattern that passes means all of a text, and none of the ways around it does."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from platformctl.catalog.patterns import why_not_whole


@pytest.mark.parametrize(
    "pattern",
    [
        "^a$",
        "^(a|b)$",
        "^[a|b]$",
        r"^a\|b$",
        r"^\(a\)$",
        "^(?:a|(b|c))$",
        "^[]|]$",
        r"^[^\]|]+$",
        "^vpc-[0-9a-f]{8,17}$",
    ],
)
def test_a_pattern_of_the_whole_text_is_one(pattern: str) -> None:
    assert why_not_whole(pattern) == ""


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("a", "begin with ^ and end with $"),
        ("^a", "begin with ^ and end with $"),
        ("a$", "begin with ^ and end with $"),
        ("^", "begin with ^ and end with $"),
        (r"^a\$", "begin with ^ and end with $"),
        ("^a|b$", "outside of brackets"),
        ("^(a)|(b)$", "outside of brackets"),
        (r"^\(a|b\)$", "outside of brackets"),
        ("^[(]a|b[)]$", "outside of brackets"),
        ("^(?m)a$", "flags"),
        ("^(?m:a$)$", "flags"),
        ("^(?i)a$", "flags"),
    ],
)
def test_each_way_around_is_named(pattern: str, said: str) -> None:
    assert said in why_not_whole(pattern)


PIECES = st.sampled_from(["a", "b", "|", "(", ")", "[a|]", "[^)]", r"\(", r"\)", r"\$", "$", "^", "?", "(?:", "*"])


@pytest.mark.filterwarnings("ignore::FutureWarning")  # re warns of sets that it may read otherwise one day
@given(st.lists(PIECES, max_size=9), st.text("ab", max_size=3), st.text("ab", max_size=3))
def test_no_pattern_that_is_called_whole_fits_a_part(inner: list[str], before: str, after: str) -> None:
    pattern = f"^{''.join(inner)}$"
    try:
        compiled = re.compile(pattern)
    except re.error:
        return

    found = None if why_not_whole(pattern) else compiled.search(f"x{before}{after}x")

    assert found is None or found.group() == found.string
