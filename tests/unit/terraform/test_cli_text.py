"""The encoder of the CLI configuration."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from platformctl.terraform.cli_text import Unwritable, write_string, write_value

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@given(TEXTS)
def test_every_text_comes_back(text: str) -> None:
    assert json.loads(write_string(text)) == text


@given(TEXTS)
def test_nothing_that_hcl_reads_differently_is_written_raw(text: str) -> None:
    written = write_string(text)

    assert not {"$", "%", "\n", "\ue123", "\ufeff", "\x7f"} & set(written)
    assert "\\ud8" not in written
    assert "\\/" not in written


@given(st.recursive(TEXTS | st.booleans(), lambda part: st.lists(part) | st.dictionaries(TEXTS, part), max_leaves=8))
def test_every_value_comes_back(value: object) -> None:
    assert json.loads(write_value(value)) == value  # type: ignore[arg-type]


def test_what_is_no_unicode_is_refused() -> None:
    with pytest.raises(Unwritable):
        write_string("/mirror/\udcff")
