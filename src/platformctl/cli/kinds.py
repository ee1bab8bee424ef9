"""Builds a command for a kind from its contract alone: one option per input, help from the descriptions."""

import inspect
from collections.abc import Callable, Mapping
from typing import Annotated, Any

import typer
from rich.markup import escape

from platformctl.catalog.contract import Contract
from platformctl.catalog.schema import ArraySchema, ObjectSchema, ScalarSchema, Schema
from platformctl.errors import Usage
from platformctl.project.words import spoken
from platformctl.requests.inputs import option

PANEL = "What it should be"
_TYPES: Mapping[str, type] = {"string": str, "integer": int, "number": float, "boolean": bool}


def command_of(contract: Contract, name: str, body: Callable[..., None], fixed: Mapping[str, Any]) -> Any:
    """Return a command whose function is `body(ctx, inputs, **fixed)`; `fixed` are further annotated parameters."""

    def function(**said: Any) -> None:
        inputs = {key: said.pop(key) for key in parameters}
        body(inputs=_spoken(contract, inputs), **said)

    parameters = _parameters(contract)
    optional = [
        inspect.Parameter(key, inspect.Parameter.KEYWORD_ONLY, annotation=kind, default=None)
        for key, kind in parameters.items()
    ]
    given = [
        inspect.Parameter(key, inspect.Parameter.KEYWORD_ONLY, annotation=kind, default=default)
        for key, (kind, default) in fixed.items()
    ]
    function.__signature__ = inspect.Signature([*given, *optional])  # type: ignore[attr-defined]
    function.__annotations__ = {parameter.name: parameter.annotation for parameter in [*given, *optional]}
    function.__doc__ = escape(f"{contract.title}. {contract.description}")
    app = typer.Typer(add_completion=False, rich_markup_mode="rich")
    app.command(name, context_settings={"help_option_names": ["-h", "--help"]})(function)
    return typer.main.get_command(app)


def _parameters(contract: Contract) -> dict[str, Any]:
    parameters: dict[str, Any] = {}
    if contract.sizes:
        sizes = "|".join(contract.sizes)
        told = typer.Option(
            "--size", metavar=sizes, help=f"Size. Default: {contract.default_size}.", rich_help_panel=PANEL
        )
        parameters["size"] = Annotated[str | None, told]
    for name, schema in contract.inputs.items():
        parameters[name] = Annotated[_python(schema), _option(name, schema)]
    return parameters


def _python(schema: Schema) -> Any:
    if isinstance(schema, ScalarSchema):
        return _TYPES[schema.type] | None
    return list[str] | None


def _option(name: str, schema: Schema) -> Any:
    word = option(name)
    is_switch = isinstance(schema, ScalarSchema) and schema.type == "boolean"
    declared = f"{word}/--no-{word.removeprefix('--')}" if is_switch else word
    metavar = None if is_switch else _metavar(schema)
    return typer.Option(declared, metavar=metavar, help=_help(schema), rich_help_panel=PANEL)


def _metavar(schema: Schema) -> str:
    if isinstance(schema, ObjectSchema):
        return "KEY=VALUE"
    scalar = schema.items if isinstance(schema, ArraySchema) else schema
    return "|".join(map(str, scalar.enum)) or scalar.type.upper()


def _help(schema: Schema) -> str:
    parts = [_sentence(escape(schema.description))]
    if isinstance(schema, ScalarSchema) and (schema.minimum is not None or schema.maximum is not None):
        parts.append(f"{_bound(schema.minimum)} to {_bound(schema.maximum)}.")
    if schema.default is not None:
        parts.append(f"Default: {escape(spoken(schema.default))}.")
    elif isinstance(schema, ArraySchema | ObjectSchema):
        parts.append("Can be given several times.")
    return " ".join(parts)


def _sentence(text: str) -> str:
    return text if not text or text.endswith((".", "?", "!")) else f"{text}."


def _bound(number: float | None) -> str:
    return "any" if number is None else str(number)


def _spoken(contract: Contract, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Keep what was said, in the shape of the schema."""
    said = {name: value for name, value in inputs.items() if value not in (None, [])}
    return {name: _shaped(name, contract.inputs.get(name), value) for name, value in said.items()}


def _shaped(name: str, schema: Schema | None, value: Any) -> Any:
    if isinstance(schema, ArraySchema):
        return [_scalar(name, schema.items, part) for part in value]
    if isinstance(schema, ObjectSchema):
        return dict(_pair(name, schema, part) for part in value)
    return value


def _pair(name: str, schema: ObjectSchema, text: str) -> tuple[str, Any]:
    key, equals, value = text.partition("=")
    inner = schema.properties.get(key)
    if not equals or inner is None:
        known = ", ".join(schema.properties)
        raise Usage("Invalid input", detail=f"{option(name)} takes KEY=VALUE with one of the keys {known}.")
    if isinstance(inner, ArraySchema):
        return key, [_scalar(name, inner.items, part) for part in value.split(",")]
    return key, _scalar(name, inner, value)


def _scalar(name: str, schema: ScalarSchema, text: str) -> Any:
    """Read one word as the schema's type; what is no number stays text and is refused by the validation."""
    if schema.type == "boolean":
        return {"true": True, "false": False}.get(text, text)
    if schema.type == "string":
        return text
    try:
        return _TYPES[schema.type](text)
    except ValueError as error:
        raise Usage("Invalid input", detail=f"{option(name)}: '{text[:40]}' is no {schema.type}.") from error
