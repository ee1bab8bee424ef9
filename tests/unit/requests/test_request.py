"""request.yaml: what is written is read back, whatever the values; a person's comments and order stay."""

from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.slugs import WORDS

from platformctl.errors import Usage
from platformctl.project.documents import parse_document
from platformctl.requests.request import Request, dump_request, edited_request, read_request

BASE: dict[str, Any] = {
    "kind": "note", "name": "one", "environment": "desk", "module": "note@1.0.0", "team": "writers",
}  # fmt: skip
WORDLIKE = """true True null ~ yes no on 1 -1 +1 012 0o14 0x1F 1_000 1e3 1.5 .5 5. .inf .nan 1:30 2026-11-24 << = - ? :
    # & * ! | > ' " % @ ` [] {} --- ... [a {a , 2001-12-14t21:59:43.10-05:00"""
BLANK = ["", " ", " a", "a ", "a\nb", "a\n\nb\n", "\n", "\ta", "a\n  b\n", "\u2028", "\u2029", "\u00a0"]
LONG = ["x" * 300, "a b " * 80]
MEANT = ["a: b", "a #b", "- a", "? a", "é", "🎈", "\\n", '${file("/etc/passwd")}', "%{ if true }", "<<EOT\nx\nEOT"]
FILLERS = "\u034f\u115f\u1160\u3164\uffa0"
LOOKALIKES = st.sampled_from([*WORDLIKE.split(), *BLANK, *LONG, *MEANT])
TEXTS = LOOKALIKES | st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cn"], exclude_characters=FILLERS), max_size=130
)
SCALARS = st.booleans() | st.integers(-(10**30), 10**30) | st.floats(allow_nan=False, allow_infinity=False) | TEXTS
VALUES = (
    SCALARS
    | st.lists(SCALARS, max_size=4)
    | st.dictionaries(WORDS, SCALARS | st.lists(SCALARS, max_size=3), max_size=3)
)
INPUTS = st.dictionaries(WORDS, VALUES, max_size=4)


def read(text: str) -> Any:
    return parse_document(text.encode(), Path("request.yaml")).data


def exactly(value: Any) -> str:
    """Return a form in which 1, 1.0 and true differ, and text is in NFC as everywhere in platformctl."""
    return normalize("NFC", repr(value))


@given(INPUTS)
def test_what_is_written_is_read_back(inputs: dict[str, Any]) -> None:
    request = Request(**BASE, inputs=inputs)

    assert exactly(read(dump_request(request)).get("inputs", {})) == exactly(inputs)


@given(INPUTS, INPUTS)
def test_an_edit_changes_what_it_says_and_nothing_else(before: dict[str, Any], changes: dict[str, Any]) -> None:
    text = dump_request(Request(**BASE, inputs=before, names={"note": "acme-desk-one"}))

    after = read(edited_request(text, changes))

    assert exactly(after.get("inputs", {})) == exactly({**before, **changes})
    assert {key: after[key] for key in BASE} == BASE
    assert after["names"] == {"note": "acme-desk-one"}


HANDWRITTEN = """\
# Orders: ask ada before you change it.
kind: note        # a note
environment: desk
name: 'one'
team: "writers"

inputs:
  # the size was measured
  size: small     # not large
  text: 1_000     # a text, not a number
  lines: [yes, 0o14, 1:30, "true", 2001-12-14t21:59:43.10-05:00, .5, 1e3]
  long: >-
    folded
    text
module: note@1.0.0
# the end
"""


def test_comments_order_and_quotes_stay() -> None:
    edited = edited_request(HANDWRITTEN, {"size": "large"})

    assert edited == HANDWRITTEN.replace("size: small ", "size: large ")


def test_words_that_only_look_like_something_else_stay_what_they_were() -> None:
    before, after = read(HANDWRITTEN), read(edited_request(HANDWRITTEN, {"loud": True}))

    assert after["inputs"] == {**before["inputs"], "loud": True}


@pytest.mark.parametrize("text", ["kind: note\n", "kind: note\nnames: {}\n", "inputs: {}\nkind: note\n"])
def test_inputs_are_added_where_there_were_none(text: str) -> None:
    assert read(edited_request(text, {"size": "large"}))["inputs"] == {"size": "large"}


def test_a_new_request_says_what_it_is_first() -> None:
    text = dump_request(Request(**BASE, inputs={"size": "small"}))

    assert text == (
        "kind: note\nname: one\nenvironment: desk\nmodule: note@1.0.0\nteam: writers\ninputs:\n  size: small\n"
    )


def folder_with(tmp_path: Path, place: str, text: str) -> Path:
    folder = tmp_path / "stacks" / place
    folder.mkdir(parents=True)
    (folder / "request.yaml").write_text(text)
    return folder


def test_a_request_is_read_in_its_place(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "desk/note/one", HANDWRITTEN)

    assert read_request(folder).stack_id == "desk/note/one"


@pytest.mark.parametrize("place", ["desk/note/two", "prod/note/one", "desk/memo/one"])
def test_a_request_that_was_moved_is_refused(tmp_path: Path, place: str) -> None:
    with pytest.raises(Usage, match="wrong folder") as refused:
        read_request(folder_with(tmp_path, place, HANDWRITTEN))

    assert f"says desk/note/one, its folder says {place}" in refused.value.detail


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("module: note@1.0.0", "module: queue@1.0.0", "kind note needs a module note@…"),
        ("module: note@1.0.0", "module: note", "15:9: module: must match"),
        ("module: note@1.0.0", "module: note@\u0661.0.0", "module: must match"),
        ("module: note@1.0.0", "modul: note@1.0.0", "modul: is not known here. Did you mean 'module'?"),
        ("name: 'one'", "name: One", "4:7: name: must match"),
        ("name: 'one'", "name: ../one", "4:7: name: must match"),
        ("size: small ", "size: {a: {b: 1}} ", "inputs.size"),
        ("size: small ", "size: [[1]] ", "inputs.size"),
        ("# the end", 'names: {note: "a}"}', "names.note: must match"),
        ("# the end", "inputs: {}", "'inputs' is there twice"),
    ],
)
def test_a_broken_request_is_named_with_its_place(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in HANDWRITTEN

    with pytest.raises(Usage) as refused:
        read_request(folder_with(tmp_path, "desk/note/one", HANDWRITTEN.replace(old, new)))

    assert said in refused.value.detail
