"""A contract's schemas: the type made from one accepts exactly what it allows, and Terraform gets the matching type."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from tests.unit.slugs import WORDS

from platformctl.catalog.contract import InputSchema
from platformctl.catalog.schema import Value, default_of, hcl_type, python_type

SCHEMA: TypeAdapter[Any] = TypeAdapter(InputSchema)
VALUE: TypeAdapter[Any] = TypeAdapter(Value)
LEAVES = st.none() | st.floats() | st.text(max_size=9)
LISTS = st.lists(LEAVES, max_size=3)
TREES = LEAVES | LISTS | st.dictionaries(WORDS, LEAVES | LISTS | st.lists(LISTS, max_size=2), max_size=3)


def schema(**said: Any) -> Any:
    return SCHEMA.validate_python(said)


def accepts(value: object, **said: Any) -> bool:
    try:
        TypeAdapter(python_type(schema(**said))).validate_python(value)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    ("said", "good", "bad"),
    [
        ({"type": "string"}, ["", "x", "1"], [1, True, None, ["x"], b"x"]),
        ({"type": "integer"}, [0, -5, 10**40], [True, 1.0, "1", None, math.inf]),
        ({"type": "number"}, [0, 1.5, -2], [True, "1", None, math.nan, math.inf, -math.inf]),
        ({"type": "boolean"}, [True, False], [0, 1, "true", None]),
        ({"type": "integer", "minimum": 1, "maximum": 3}, [1, 2, 3], [0, 4, -1]),
        ({"type": "number", "minimum": 0.5}, [0.5, 1, 10**30], [0.4, 0, math.nan]),
        ({"type": "string", "minLength": 2, "maxLength": 3}, ["ab", "äöü"], ["a", "abcd"]),
        ({"type": "string", "pattern": "^[a-z]+$"}, ["abc"], ["", "aB", "abc\n", "\nabc", "abc;rm"]),
        ({"type": "string", "enum": ["16", "17"]}, ["16"], ["18", 16, "", "16 "]),
        ({"type": "integer", "enum": [1, 2]}, [1, 2], [3, "1"]),
        ({"type": "string", "const": "only"}, ["only"], ["other", None]),
        ({"type": "array", "items": {"type": "string"}}, [[], ["a"]], ["a", [1], [["a"]], None]),
        (
            {"type": "array", "items": {"type": "integer", "maximum": 9}, "minItems": 1, "maxItems": 2},
            [[9]],
            [[], [1] * 3, [10]],
        ),
    ],
)
def test_a_schema_accepts_exactly_what_it_allows(said: dict[str, Any], good: list[Any], bad: list[Any]) -> None:
    assert [value for value in good if not accepts(value, **said)] == []
    assert [value for value in bad if accepts(value, **said)] == []


OBJECT = {
    "type": "object",
    "properties": {
        "json": {"type": "string"},
        "model_config": {"type": "integer", "default": 3},
        "schema": {"type": "array", "items": {"type": "string"}, "default": ["a"]},
    },
}


def test_an_objects_parts_may_be_called_anything() -> None:
    made = TypeAdapter(python_type(schema(**OBJECT))).validate_python({"json": "x"})

    assert made.model_dump() == {"json": "x", "model_config": 3, "schema": ["a"]}


@pytest.mark.parametrize("value", [{}, {"json": 1}, {"json": "x", "more": 1}, {"part_json": "x"}, [], None, "x"])
def test_an_object_refuses_what_is_missing_wrong_or_unknown(value: object) -> None:
    assert not accepts(value, **OBJECT)


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"type": "object"},
        {"type": "text"},
        {"type": "string", "format": "poem"},
        {"type": "string", "$ref": "#/x"},
        {"type": "string", "pattern": "abc"},
        {"type": "string", "pattern": "^abc"},
        {"type": "array"},
        {"type": "array", "items": {"type": "array", "items": {"type": "string"}}},
        {"type": "object", "properties": {"a": {"type": "object", "properties": {}}}},
        {"type": "object", "properties": {'a"': {"type": "string"}}},
        {"type": "object", "properties": {"a = string }) #": {"type": "string"}}},
        {"type": "number", "default": math.inf},
        {"allOf": []},
    ],
)
def test_only_the_small_subset_is_a_schema(said: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        schema(**said)


@pytest.mark.parametrize(
    ("said", "hcl"),
    [
        ({"type": "string"}, "string"),
        ({"type": "integer"}, "number"),
        ({"type": "number"}, "number"),
        ({"type": "boolean"}, "bool"),
        ({"type": "array", "items": {"type": "integer"}}, "list(number)"),
        ({"type": "object", "properties": {}}, "object({  })"),
        (OBJECT, "object({ json = string, model_config = number, schema = list(string) })"),
    ],
)
def test_terraform_gets_the_matching_type(said: dict[str, Any], hcl: str) -> None:
    assert hcl_type(schema(**said)) == hcl


def test_what_is_not_said_is_the_default_or_nothing() -> None:
    assert default_of(schema(type="array", items={"type": "string"}, default=["a"])) == ["a"]
    assert default_of(schema(type="boolean", default=False), ...) is False
    assert default_of(schema(type="string")) is None


@given(TREES)
def test_whatever_is_a_value_is_finite_and_flat(value: Any) -> None:
    try:
        accepted = VALUE.validate_python(value)
    except ValidationError:
        return

    assert "inf" not in repr([accepted] if isinstance(accepted, float) else [])
    assert accepted == value
