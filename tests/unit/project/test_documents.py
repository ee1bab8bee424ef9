"""YAML that a person can see through: the core schema is read, what hides something is refused, with its place."""

import json
import math
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from platformctl.errors import Usage
from platformctl.project.documents import (
    INVISIBLE,
    LONGEST_NUMBER,
    MAX_BYTES,
    parse_document,
    plain_scalar,
    read_document,
)

PATH = Path("request.yaml")


def parsed(text: str) -> Any:
    return parse_document(text.encode(), PATH).data


def refusal(text: str | bytes) -> str:
    with pytest.raises(Usage) as refused:
        parse_document(text if isinstance(text, bytes) else text.encode(), PATH)
    return refused.value.detail


def complaint(raw: bytes) -> str:
    """Return what is said against a text, and the path alone where nothing is."""
    try:
        return str(parse_document(raw, PATH).path)
    except Usage as refused:
        return refused.detail


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("Null", None),
        ("NULL", None),
        ("nULL", "nULL"),
        ("true", True),
        ("True", True),
        ("TRUE", True),
        ("false", False),
        ("False", False),
        ("FALSE", False),
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("y", "y"),
        ("0", 0),
        ("-0", 0),
        ("+12", 12),
        ("-12", -12),
        ("012", 12),
        ("0o14", 12),
        ("0xC", 12),
        ("0xg", "0xg"),
        ("-0o14", "-0o14"),
        ("0b11", "0b11"),
        ("1_000", "1_000"),
        ("1:30", "1:30"),
        ("1.5", 1.5),
        ("1.", 1.0),
        (".5", 0.5),
        ("-.5", -0.5),
        ("+1.5e+3", 1500.0),
        ("1e3", 1000.0),
        ("1E-2", 0.01),
        (".", "."),
        ("e3", "e3"),
        ("1.2.3", "1.2.3"),
        ("2026-11-24", "2026-11-24"),
        ("=", "="),
        ("<<", "<<"),
        ("٤", "٤"),
        ("9" * LONGEST_NUMBER, int("9" * LONGEST_NUMBER)),
        ("9" * (LONGEST_NUMBER + 1), "9" * (LONGEST_NUMBER + 1)),
    ],
)
def test_unquoted_words_are_read_by_the_core_schema(text: str, value: object) -> None:
    found = plain_scalar(text)

    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize("text", [".inf", "-.INF", ".NaN", ".nan", "1e400", "-1e999"])
def test_what_is_no_finite_number_is_refused(text: str) -> None:
    assert "infinity" in refusal(f"a:\n  - {text}\n")
    assert refusal(f"a:\n  - {text}\n").startswith("request.yaml:2:5:")


@given(st.integers(-(10**60), 10**60))
def test_every_integer_is_read_back(number: int) -> None:
    assert plain_scalar(str(number)) == number


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_finite_number_is_read_back(number: float) -> None:
    found = plain_scalar(repr(number))

    assert isinstance(found, float)
    assert (found, math.copysign(1, found)) == (number, math.copysign(1, number))


@pytest.mark.parametrize(
    ("text", "place", "why"),
    [
        ("a: 1\nb: 2\na: 3\n", "3:1", "'a' is there twice"),
        ("a: {b: 1, b: 2}\n", "1:11", "'b' is there twice"),
        ("\u00e1: 1\na\u0301: 2\n", "2:1", "is there twice"),
        ("a\u0301: 1\n\u00e1: 2\n", "2:1", "is there twice"),
        ("a: &x 1\n", "1:4", "anchors"),
        ("a: &x [1]\n", "1:4", "anchors"),
        ("&x a: 1\n", "1:1", "anchors"),
        ("a: *x\n", "1:4", "anchors"),
        ("a: !!str 1\n", "1:4", "tags"),
        ("a: ! 1\n", "1:4", "tags"),
        ("a: !!python/object:os.system {}\n", "1:4", "tags"),
        ("a: !<tag:yaml.org,2002:int> 1\n", "1:4", "tags"),
        ("<<: {a: 1}\n", "1:1", "merge keys"),
        ("? [a, b]\n: 1\n", "1:3", "a key is a plain word"),
        ("a: 1\n---\nb: 2\n", "2:1", "one file holds one document"),
        ("a: 1\n  b: 2\n", "2:4", "mapping values are not allowed"),
        ("a: [1, 2\n", "2:1", "expected ',' or ']'"),
        ("a: 'x\n", "2:1", "end of stream"),
        ("a:\n\t- 1\n", "2:1", "cannot start any token"),
        ("a: 1\nb: \x07\n", "2:4", "U+0007"),
        ("a: 1\nb: x\x00\n", "2:5", "U+0000"),
        ("a: 1\n# x\u202e\n", "2:4", "U+202E"),
        ("a: x\u200by\n", "1:5", "U+200B"),
        ("\ufeffa: 1\n", "1:1", "U+FEFF"),
        ("a: x\U000e0041\n", "1:5", "U+E0041"),
        ('a: "\\ud83d"\n', "1:4", "half of a surrogate pair"),
        ("[" * 30, "1:22", "nested deeper than 20 levels"),
        ("- " * 30, "1:43", "nested deeper than 20 levels"),
    ],
)
def test_what_a_person_can_not_see_through_is_refused_with_its_place(text: str, place: str, why: str) -> None:
    detail = refusal(text)

    assert detail.startswith(f"request.yaml:{place}: ")
    assert why in detail


def test_twenty_levels_are_read() -> None:
    assert parsed("[" * 20 + "]" * 20) is not None


def test_a_file_that_is_not_utf_8_names_the_byte() -> None:
    assert refusal(b"a: \xff") == "request.yaml: byte 3 is not UTF-8."


def test_a_large_file_is_refused_before_it_is_parsed() -> None:
    assert f"{MAX_BYTES + 1} bytes" in refusal(b"#" * (MAX_BYTES + 1))
    assert parsed("#" * MAX_BYTES) is None


def test_a_file_of_brackets_is_refused_quickly() -> None:
    assert "nested deeper" in refusal("[" * MAX_BYTES)


def test_directives_do_not_bring_the_old_schema_back() -> None:
    assert parsed("%YAML 1.1\n---\na: [yes, 0777, 1:30]\n") == {"a": ["yes", 777, "1:30"]}


def test_keys_are_words_whatever_they_look_like() -> None:
    assert parsed("1: a\ntrue: b\nnull: c\n'': d\n") == {"1": "a", "true": "b", "null": "c", "": "d"}


@pytest.mark.parametrize(
    ("where", "place"),
    [
        ((), "1:1"),
        (("a",), "1:4"),
        (("b",), "3:3"),
        (("b", "c", 1), "4:5"),
        (("b", "missing"), "3:3"),
        (("b", "c", 7, "deeper"), "3:6"),
    ],
)
def test_each_value_knows_its_line_and_column(where: tuple[str | int, ...], place: str) -> None:
    document = parse_document(b"a: 1\nb:\n  c: [1,\n    2]\n", PATH)

    assert document.place(where) == f"request.yaml:{place}"


PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
WORDS = st.text(st.characters(codec="utf-8"), max_size=30).map(lambda text: normalize("NFC", text)).filter("<<".__ne__)
TREES = st.recursive(
    PLAIN | WORDS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4), max_leaves=12
)


@given(TREES)
def test_json_is_read_as_the_same_data(tree: Any) -> None:
    escaped = json.dumps({"a": tree})  # nothing invisible is left in the file itself

    assert same(parsed(escaped), {"a": tree})


def same(one: Any, other: Any) -> bool:
    """Compare types, too: in Python, 1 is true and 1.0."""
    return json.dumps(one) == json.dumps(other)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_read_or_refused_in_words(raw: bytes) -> None:
    assert str(PATH) in complaint(raw)


@given(st.text("a:-[]{}&*!|>'\"%@`#,? \n\t0.~<", max_size=60))
def test_any_punctuation_is_read_or_refused_in_words(text: str) -> None:
    assert str(PATH) in complaint(text.encode())


@given(WORDS, st.sampled_from("\u200b\u202e\u2066\ufeff\u00ad\u061c\u180e\u3164\U000e0020"))
def test_an_invisible_character_is_found_wherever_it_stands(before: str, hidden: str) -> None:
    assert INVISIBLE.search(f"{before}{hidden}x")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(Usage, match="can't be read") as refused:
        read_document(tmp_path / "platform.yaml")

    assert str(tmp_path / "platform.yaml") in refused.value.detail


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("password: hunter2\n")
    (tmp_path / "platform.yaml").symlink_to(tmp_path / "secret")

    with pytest.raises(Usage, match="A file is a link") as refused:
        read_document(tmp_path / "platform.yaml")

    assert "hunter2" not in refused.value.detail


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo])
def test_what_is_no_plain_file_is_refused_at_once(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "platform.yaml")

    with pytest.raises(Usage, match="can't be read"):
        read_document(tmp_path / "platform.yaml")
