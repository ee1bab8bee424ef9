"""What strings may hold: nothing that can't be seen, everything in NFC as Terraform keeps it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from platformctl.errors import Usage
from platformctl.requests.text import clean

SEEN = st.text(
    st.characters(
        codec="utf-8", exclude_categories=["Cc", "Cf", "Cn", "Cs"], exclude_characters="\u034f\u115f\u1160\u3164\uffa0"
    )
)


@given(SEEN)
def test_what_can_be_seen_passes_in_nfc(text: str) -> None:
    assert clean(text, "x") == unicodedata.normalize("NFC", text)


@given(SEEN, SEEN)
def test_cleaning_twice_is_cleaning_once(key: str, text: str) -> None:
    once = clean([text, key], "x")

    assert clean(once, "x") == once


@pytest.mark.parametrize(
    "hidden", list("\x00\x07\x0b\x0c\r\x1b\x7f\x85\x9b\u200b\u200d\u202e\u2066\ufeff\u00ad\ud800\U000e0041\u3164")
)
@pytest.mark.parametrize("shape", ["{}", "a{}", "{}b", "a{}b"])
def test_what_can_not_be_seen_is_refused_by_its_code_point(hidden: str, shape: str) -> None:
    with pytest.raises(Usage, match="Invalid input") as refused:
        clean(shape.format(hidden), "note: text")

    assert refused.value.detail == f"note: text: U+{ord(hidden):04X} is a character that can't be seen."


def test_what_is_inside_is_looked_at_too() -> None:
    with pytest.raises(Usage):
        clean(["a", "b\x00"], "x")
    with pytest.raises(Usage):
        clean({"a": ["b\x00"]}, "x")


@pytest.mark.parametrize("value", [True, 0, 1.5, -(10**40), "tab\tand\nline", "🎈", ["a", 1], {"a": ["b"]}])
def test_everything_else_stays_what_it_is(value: bool | float | str | list[str | int] | dict[str, list[str]]) -> None:
    assert clean(value, "x") == value  # type: ignore[arg-type]
