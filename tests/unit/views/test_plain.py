"""Text from outside does no harm on a terminal, and makes no lines of its own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from platformctl.views.look import Look
from platformctl.views.plain import harmless, number_of, one_line
from platformctl.views.tables import columns, heading, next_command, pairs, paragraph, rows_whole, signed


@given(st.text())
def test_no_control_character_is_left(text: str) -> None:
    left = harmless(text)

    assert not [each for each in left if each not in "\n\t" and (ord(each) < 32 or 0x7F <= ord(each) < 0xA0)]
    assert not set(left) & set("\u200b\u202e\u2066\u2028\u2029\ufeff\U000e0041")
    assert left.encode().decode() == left


@given(st.text(st.characters(codec="ascii", exclude_categories=["Cc"])))
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


@given(st.text() | st.lists(st.text()) | st.booleans() | st.integers(), st.integers(2, 80))
def test_one_line_is_one_line_of_bounded_length(value: object, most: int) -> None:
    line = one_line(value, most)

    assert "\n" not in line
    assert len(line) <= most


@pytest.mark.parametrize("hostile", ["[bold red]x[/]", ":smile:", "\x1b[2J", "\u202e", "a\u2028b", "http://x.example"])
def test_no_shape_interprets_what_it_is_given(hostile: str) -> None:
    shapes = (heading, paragraph, next_command, lambda text: signed("✓", "", text), lambda text: pairs([(text, text)]),
              lambda text: columns(("A", "B"), [(text, text)]), lambda text: rows_whole(("A",), [(text,)]))  # fmt: skip

    texts = [Look(80).text(shape(hostile)) for shape in shapes]

    assert [text for text in texts if harmless(hostile) not in text] == []


def test_rows_that_never_wrap_are_as_wide_as_they_need_to_be() -> None:
    text = Look(40).text(rows_whole(("NAME", "WHAT"), [("x" * 60, "y")]))

    assert text == f"  {'NAME'.ljust(60)}  WHAT\n  {'x' * 60}  y\n"


def test_a_long_word_is_never_broken() -> None:
    path = "/a/path/" + "x" * 100

    assert path in Look(40).text(paragraph(f"See {path} for more."))


@pytest.mark.parametrize(("count", "said"), [(0, "0 stacks"), (1, "1 stack"), (2, "2 stacks")])
def test_things_are_counted_in_words(count: int, said: str) -> None:
    assert number_of(count, "stack") == said
