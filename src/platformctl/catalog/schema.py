"""The subset of JSON Schema 2020-12 in which a contract describes inputs, and the types made from it.

Scalars, arrays of scalars, one level of objects; enum, const, bounds, anchored pattern, format, default, description.
No references, no combinators: a person can read every rule where it applies.
"""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    AllowInfNan,
    ConfigDict,
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    StrictStr,
    create_model,
)

from platformctl.catalog.formats import Format, in_format
from platformctl.model import Model

Word = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,40}$")]
"""A Terraform identifier of ours: lower case, underscores."""
Finite = Annotated[StrictFloat, AllowInfNan(False)]
Scalar = StrictBool | StrictInt | Finite | StrictStr
Value = Scalar | list[Scalar] | dict[Word, Scalar | list[Scalar]]
"""What a request, a size or a profile may hold."""


class ScalarSchema(Model):
    """One scalar: what may stand there."""

    type: Literal["string", "integer", "number", "boolean"]
    description: str = ""
    default: Scalar | None = None
    """None: the developer must say it."""
    enum: tuple[Scalar, ...] = ()
    const: Scalar | None = None
    minimum: StrictInt | StrictFloat | None = None
    maximum: StrictInt | StrictFloat | None = None
    minLength: StrictInt | None = None  # noqa: N815 - JSON Schema's word
    maxLength: StrictInt | None = None  # noqa: N815
    pattern: Annotated[str, Field(pattern=r"^\^.*\$$")] | None = None
    """Anchored; matched by pydantic's linear-time engine."""
    format: Format | None = None
    """One of a few of JSON Schema's; it is checked, not only told."""


class ArraySchema(Model):
    """A list of scalars of one type."""

    type: Literal["array"]
    items: ScalarSchema
    description: str = ""
    default: tuple[Scalar, ...] | None = None
    minItems: StrictInt | None = None  # noqa: N815
    maxItems: StrictInt | None = None  # noqa: N815


class ObjectSchema(Model):
    """One level of named scalars and lists; every property without a default is required."""

    type: Literal["object"]
    properties: Mapping[Word, Annotated[ScalarSchema | ArraySchema, Field(discriminator="type")]]
    description: str = ""
    default: dict[Word, Scalar | list[Scalar]] | None = None


Schema = ScalarSchema | ArraySchema | ObjectSchema

_SCALARS: Mapping[str, Any] = {
    "string": StrictStr,
    "integer": StrictInt,
    "number": Finite | StrictInt,
    "boolean": StrictBool,
}
_HCL: Mapping[str, str] = {"string": "string", "integer": "number", "number": "number", "boolean": "bool"}


def python_type(schema: ScalarSchema | ArraySchema | ObjectSchema) -> Any:
    """Make the pydantic type that accepts exactly what `schema` allows."""
    if isinstance(schema, ScalarSchema):
        return _scalar_type(schema)
    if isinstance(schema, ArraySchema):
        limits = Field(min_length=schema.minItems, max_length=schema.maxItems)
        return Annotated[list[_scalar_type(schema.items)], limits]  # type: ignore[misc]
    fields: dict[str, Any] = {
        f"part_{name}": (python_type(part), Field(default_of(part, ...), alias=name))  # never a word of pydantic's own
        for name, part in schema.properties.items()
    }
    return create_model("Object", __config__=ConfigDict(extra="forbid", serialize_by_alias=True), **fields)


def default_of(schema: ScalarSchema | ArraySchema | ObjectSchema, otherwise: Any = None) -> Any:
    """Return the value that stands when nothing is said."""
    if schema.default is None:
        return otherwise
    return list(schema.default) if isinstance(schema.default, tuple) else schema.default


def hcl_type(schema: ScalarSchema | ArraySchema | ObjectSchema) -> str:
    """Return the Terraform type constraint for values of `schema`."""
    if isinstance(schema, ScalarSchema):
        return _HCL[schema.type]
    if isinstance(schema, ArraySchema):
        return f"list({_HCL[schema.items.type]})"
    inner = ", ".join(f"{name} = {hcl_type(part)}" for name, part in sorted(schema.properties.items()))
    return f"object({{ {inner} }})"


def _scalar_type(schema: ScalarSchema) -> Any:
    kind: Any = Annotated[_SCALARS[schema.type], _bounds(schema)]
    if schema.format is not None:
        kind = Annotated[kind, AfterValidator(in_format(schema.format))]
    choices = schema.enum if schema.const is None else (schema.const,)
    return Annotated[kind, AfterValidator(_among(choices))] if choices else kind


def _among(choices: tuple[Scalar, ...]) -> Callable[[Any], Any]:
    """Return what refuses all other values; pydantic's own `Literal` takes `true` for 1."""

    def checked(value: Any) -> Any:
        if value not in choices:
            *others, last = map(repr, choices)
            raise ValueError(f"must be {', '.join(others)} or {last}" if others else f"must be {last}")
        return value

    return checked


def _bounds(schema: ScalarSchema) -> Any:
    if schema.type == "string":
        return Field(min_length=schema.minLength, max_length=schema.maxLength, pattern=schema.pattern)
    if schema.type == "boolean":
        return Field()
    return Field(ge=schema.minimum, le=schema.maximum)
