"""The rules of a schema can be read, fit together, and are kept by the schema's own values."""

from typing import Any

import pytest
from pydantic import TypeAdapter

from platformctl.catalog.contract import InputSchema
from platformctl.catalog.schema_lint import schema_faults

SCHEMA: TypeAdapter[Any] = TypeAdapter(InputSchema)
TEXT = {"type": "string", "description": "text"}
COUNT = {"type": "integer", "description": "count"}
LIST = {"type": "array", "description": "list", "items": {"type": "integer", "maximum": 9}}


def faults(said: dict[str, Any], **pinned: Any) -> list[str]:
    """Return what is wrong, each with its place."""
    places: dict[Any, Any] = {("profiles", tier, "it"): value for tier, value in pinned.items()}
    found = schema_faults(("inputs", "it"), SCHEMA.validate_python(said), places)
    return [f"{'.'.join(map(str, where))}: {why}" for where, why in found]


@pytest.mark.parametrize(
    "said",
    [
        TEXT,
        {**TEXT, "enum": ["a", "b"], "pattern": "^[a-z]$", "default": "a"},
        {**TEXT, "format": "date", "default": "2026-02-28"},
        {**COUNT, "minimum": 1, "maximum": 1, "const": 1},
        {**LIST, "default": [1, 9], "minItems": 0, "maxItems": 2},
        {"type": "object", "description": "both", "properties": {"a": {**TEXT, "default": "x"}, "b": LIST}},
        {"type": "boolean", "description": "yes or no", "default": False},
    ],
)
def test_a_sound_schema_has_no_fault(said: dict[str, Any]) -> None:
    assert faults(said) == []


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"type": "string"}, "inputs.it: needs a description: people see it."),
        (
            {"type": "object", "description": "x", "properties": {"a": {"type": "string"}}},
            "inputs.it.properties.a: needs a description: people see it.",
        ),
        ({**TEXT, "minimum": 1}, "inputs.it.minimum: means nothing for type string."),
        ({**COUNT, "maxLength": 1}, "inputs.it.maxLength: means nothing for type integer."),
        ({**COUNT, "format": "date"}, "inputs.it.format: means nothing for type integer."),
        ({**COUNT, "minimum": 2, "maximum": 1}, "inputs.it.minimum: is more than maximum: nothing fits."),
        ({**TEXT, "minLength": 2, "maxLength": 1}, "inputs.it.minLength: is more than maxLength: nothing fits."),
        ({**LIST, "minItems": 3, "maxItems": 2}, "inputs.it.minItems: is more than maxItems: nothing fits."),
        ({**TEXT, "maxLength": -1}, "inputs.it.maxLength: is less than nothing."),
        ({**TEXT, "pattern": "^a|b$"}, "inputs.it: has a pattern with | outside of brackets"),
        ({**TEXT, "pattern": "^(?=a)a$"}, "inputs.it: has a pattern that can't be read."),
        ({**TEXT, "enum": ["a"], "const": "a"}, "inputs.it.const: stands beside enum; one of them is enough."),
        ({**TEXT, "enum": ["a", "a"]}, "inputs.it.enum: says a value twice."),
        ({**TEXT, "enum": ["a", 1]}, "inputs.it.enum.1: should be a valid string."),
        ({**TEXT, "enum": ["a", "BB"], "pattern": "^[a-z]$"}, "inputs.it.enum.1: must match ^[a-z]$"),
        ({**COUNT, "enum": [1, 12], "maximum": 9}, "inputs.it.enum.1: should be less than or equal to 9."),
        ({**COUNT, "const": 12, "maximum": 9}, "inputs.it.const: should be less than or equal to 9."),
        ({**COUNT, "enum": [1, 2], "default": True}, "inputs.it.default: should be a valid integer."),
        ({**COUNT, "enum": [1, 2], "default": 3}, "inputs.it.default: must be 1 or 2."),
        ({**TEXT, "format": "ipv4", "default": "10.0.0"}, "inputs.it.default: must be an IPv4 address."),
        ({**LIST, "default": [10]}, "inputs.it.default: should be less than or equal to 9."),
        (
            {"type": "object", "description": "x", "properties": {"a": {**COUNT, "default": "1"}}},
            "inputs.it.properties.a.default: should be a valid integer.",
        ),
        ({"type": "object", "description": "x", "properties": {"a": TEXT}, "default": {}}, "inputs.it.default: "),
    ],
)
def test_each_fault_is_named_where_it_is(said: dict[str, Any], fault: str) -> None:
    assert [found for found in faults(said) if found.startswith(fault)]


def test_what_a_profile_pins_keeps_the_rule_too() -> None:
    said = {**COUNT, "maximum": 9}

    assert faults(said, dev=9, prod=10) == ["profiles.prod.it: should be less than or equal to 9."]
