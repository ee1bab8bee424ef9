"""The digest that chains events, and the form of JSON that it is taken of."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from platformctl.records.event import Draft, canonical, chained

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


@given(JSON)
def test_the_canonical_form_is_ascii_and_says_the_same(value: Any) -> None:
    text = canonical(value)

    assert text.isascii()
    assert json.loads(text) == value
    assert canonical(json.loads(text)) == text


def test_the_order_of_keys_does_not_matter() -> None:
    assert canonical({"b": 1, "a": {"d": 2, "c": 3}}) == canonical({"a": {"c": 3, "d": 2}, "b": 1})


def test_what_is_not_json_has_no_canonical_form() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical(float("nan"))


@pytest.mark.parametrize(
    "changed",
    [
        {"id": "x"},
        {"stack": "x"},
        {"seq": 2},
        {"at": "x"},
        {"run": "x"},
        {"type": "failed"},
        {"body": {}},
        {"prev": "x"},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_the_digest_covers_everything(changed: dict[str, Any]) -> None:
    event = chained(Draft("dev/db/orders", "r1", "started", {"a": 1}), seq=1, prev="", at="now")

    assert event.model_copy(update=changed).expected_hash != event.hash
