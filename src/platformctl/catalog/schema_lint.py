"""What a schema must hold beyond its types: rules that can be read, that fit together, and that its own values keep."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import SchemaError

from platformctl.catalog.patterns import why_not_whole
from platformctl.catalog.schema import ArraySchema, ObjectSchema, ScalarSchema, Schema, default_of, python_type
from platformctl.project.documents import Where
from platformctl.project.validation import words_for

Fault = tuple[Where, str]
"""A place in the document, and what is wrong there."""

_MEANT_FOR: Mapping[str, tuple[str, ...]] = {
    "minimum": ("integer", "number"),
    "maximum": ("integer", "number"),
    "minLength": ("string",),
    "maxLength": ("string",),
    "pattern": ("string",),
    "format": ("string",),
}


def schema_faults(where: Where, schema: Schema, pinned: Mapping[Where, Any]) -> Iterator[Fault]:
    """Find what is wrong in a schema, its default, and the values that profiles pin it to."""
    faults = [*_rules(where, schema)]
    yield from faults
    if not faults:  # a rule that can't be read can't be held against values
        yield from _broken(where, schema, pinned)


def _rules(where: Where, schema: Schema) -> Iterator[Fault]:
    if not schema.description:
        yield where, "needs a description: people see it."
    match schema:
        case ScalarSchema():
            yield from _scalar_rules(where, schema)
        case ArraySchema():
            yield from _crossed(where, schema, "minItems", "maxItems")
            yield from _scalar_rules((*where, "items"), schema.items)
        case ObjectSchema():
            for name, part in schema.properties.items():
                yield from schema_faults((*where, "properties", name), part, {})


def _scalar_rules(where: Where, schema: ScalarSchema) -> Iterator[Fault]:
    for word, types in _MEANT_FOR.items():
        if getattr(schema, word) is not None and schema.type not in types:
            yield (*where, word), f"means nothing for type {schema.type}."
    yield from _crossed(where, schema, "minimum", "maximum")
    yield from _crossed(where, schema, "minLength", "maxLength")
    yield from _unreadable(where, schema)
    if schema.enum and schema.const is not None:
        yield (*where, "const"), "stands beside enum; one of them is enough."
    if len(set(map(repr, schema.enum))) < len(schema.enum):
        yield (*where, "enum"), "says a value twice."


def _crossed(where: Where, schema: Schema, least: str, most: str) -> Iterator[Fault]:
    low, high = getattr(schema, least), getattr(schema, most)
    if low is not None and high is not None and low > high:
        yield (*where, least), f"is more than {most}: nothing fits."
    if not least.endswith("imum"):
        yield from (((*where, word), "is less than nothing.") for word in (least, most) if _negative(schema, word))


def _negative(schema: Schema, word: str) -> bool:
    value = getattr(schema, word)
    return value is not None and value < 0


def _unreadable(where: Where, schema: ScalarSchema) -> Iterator[Fault]:
    why = why_not_whole(schema.pattern) if schema.pattern else ""
    if why:
        yield where, why
        return
    try:
        TypeAdapter(python_type(schema))
    except SchemaError:
        yield where, "has a pattern that can't be read."


def _broken(where: Where, schema: Schema, pinned: Mapping[Where, Any]) -> Iterator[Fault]:
    """Find values of the contract's own that the schema does not allow."""
    own = {} if schema.default is None else {(*where, "default"): default_of(schema)}
    yield from _refused(schema, {**own, **pinned})
    if isinstance(schema, ArraySchema):
        yield from _choices((*where, "items"), schema.items)
    if isinstance(schema, ScalarSchema):
        yield from _choices(where, schema)


def _choices(where: Where, schema: ScalarSchema) -> Iterator[Fault]:
    """Hold enum and const against the rest of their schema."""
    rest = schema.model_copy(update={"enum": (), "const": None})
    yield from _refused(rest, {(*where, "enum", index): value for index, value in enumerate(schema.enum)})
    if schema.const is not None:
        yield from _refused(rest, {(*where, "const"): schema.const})


def _refused(schema: Schema, said: Mapping[Where, Any]) -> Iterator[Fault]:
    rule = TypeAdapter(python_type(schema))
    for place, value in said.items():
        try:
            rule.validate_python(value)
        except ValidationError as error:
            yield place, words_for(error.errors(include_url=False)[0])
