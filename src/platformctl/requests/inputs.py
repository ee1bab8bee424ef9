"""Holds a request's inputs against the contract, the tier's profile and the environment's limits."""

import shlex
from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from platformctl.catalog.contract import Contract
from platformctl.catalog.schema import ObjectSchema, Schema, Value, default_of, python_type
from platformctl.errors import Blocked, Usage
from platformctl.project.platform_file import Environment
from platformctl.project.validation import words_for
from platformctl.project.words import nearest, spoken
from platformctl.requests.text import clean


def checked_inputs(contract: Contract, inputs: Mapping[str, Any], environment: Environment) -> dict[str, Value]:
    """Return every input's value, defaults filled in, `size` apart; Usage or Blocked at the first that is wrong."""
    _refuse_unknown(contract, inputs)
    pinned = {name: value for name, value in contract.profiles[environment.tier].items() if name in contract.inputs}
    values: dict[str, Value] = {}
    for name, schema in contract.inputs.items():
        said = inputs.get(name, pinned.get(name, default_of(schema)))
        if said is None:
            raise _invalid(contract, name, f"is missing; give {option(name)}.")
        values[name] = checked_value(contract, name, schema, said)
        _refuse_weaker(contract, name, values[name], pinned, environment)
    return values


def checked_size(contract: Contract, size: object) -> str | None:
    """Return the size's word, the default one for None; None for a kind without sizes."""
    if not contract.sizes:
        return None
    word = size if size is not None else contract.default_size
    if not isinstance(word, str) or word not in contract.sizes:
        close = nearest(str(word), contract.sizes)
        raise _invalid(contract, "size", f"'{word}' is not a size.{close} Sizes: {', '.join(contract.sizes)}.")
    return word


def checked_value(contract: Contract, name: str, schema: Schema, said: Any) -> Value:
    """Return one value when the schema allows it; `name` says what it is, as an input or `context.NAME`."""
    try:
        value = TypeAdapter(python_type(schema)).validate_python(said)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        inner = ".".join(str(part) for part in first["loc"])
        where = f"{inner}: " if inner and isinstance(schema, ObjectSchema) else ""
        raise _invalid(contract, name, where + words_for(first)) from error
    plain: Value = value.model_dump() if isinstance(schema, ObjectSchema) else value
    return clean(plain, f"{contract.name}: {name}")


def option(name: str) -> str:
    """Return an input's option as it is typed."""
    return f"--{name.replace('_', '-')}"


def typed(name: str, value: Any) -> str:
    """Return an input as it is typed in a shell, option and value."""
    match value:
        case bool():
            return option(name) if value else option(f"no_{name}")
        case list():
            return " ".join(typed(name, part) for part in value)
        case dict():
            return " ".join(typed(name, f"{key}={','.join(map(str, _listed(part)))}") for key, part in value.items())
        case _:
            return f"{option(name)} {shlex.quote(str(value))}"


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _refuse_unknown(contract: Contract, inputs: Mapping[str, Any]) -> None:
    known = [*contract.inputs, *(["size"] if contract.sizes else [])]
    for name in inputs:
        if name not in known:
            raise _invalid(contract, name, f"is not an input.{nearest(name, known)} Inputs: {', '.join(known)}.")


def _refuse_weaker(
    contract: Contract, name: str, value: Value, pinned: Mapping[str, Value], environment: Environment
) -> None:
    if name in pinned and value != pinned[name]:
        raise Blocked(
            "The tier's profile decides this",
            detail=f"{contract.name}: {option(name)} is {spoken(pinned[name])} in tier {environment.tier}; "
            "a request can't say otherwise.",
            hint=f"leave {option(name)} out",
        )


def _invalid(contract: Contract, name: str, why: str) -> Usage:
    return Usage("Invalid input", detail=f"{contract.name}: {name}: {why}", hint=f"platformctl catalog {contract.name}")
