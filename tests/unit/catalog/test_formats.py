"""A text has a format or is refused, whatever hides in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from platformctl.catalog.formats import _FORMATS, Format, in_format
from platformctl.catalog.schema import ScalarSchema, python_type


def has(name: Format, text: str) -> bool:
    rule = TypeAdapter(python_type(ScalarSchema(type="string", format=name)))
    try:
        rule.validate_python(text)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("date", ["2026-02-28"], ["2026-02-30", "20260228", "2026-2-8", "2026-02-28\n", "2026-W09-6", "٢٠٢٦-٠٢-٢٨"]),
        ("email", ["a.b+c@x.example"], ["a", "@x", "a@", "a b@x.example", "a@x_y", "a@b@", "a@x.example\n"]),
        ("hostname", ["a", "a-1.example"], ["-a", "a-", "a..b", "a_b", "ä.example", "a" * 64, "a\n", ""]),
        ("ipv4", ["10.0.0.1"], ["10.0.0", "010.0.0.1", "10.0.0.256", "10.0.0.1/8", " 10.0.0.1", "\u0661.0.0.1"]),
        ("ipv6", ["::1", "2001:db8::1"], ["1", ":::", "fe80::1%eth0", "::1\n", "10.0.0.1"]),
        ("uri", ["https://x.example/a?b=c#d"], ["x.example", "https://", "javascript:alert(1)", "https://x y", "//x"]),
        ("uuid", ["123e4567-e89b-12d3-a456-426614174000"], ["123e4567e89b12d3a456426614174000", "{}", "x"]),
    ],
)
def test_a_format_takes_what_has_it_and_nothing_else(name: Format, good: list[str], bad: list[str]) -> None:
    assert [text for text in good if not has(name, text)] == []
    assert [text for text in bad if has(name, text)] == []


@given(st.sampled_from(sorted(_FORMATS)), st.text(max_size=60))
def test_any_text_is_taken_as_it_is_or_refused(name: Format, text: str) -> None:
    try:
        taken = in_format(name)(text)
    except ValueError as error:
        taken = text if str(error).startswith("must be ") else ""

    assert taken == text
