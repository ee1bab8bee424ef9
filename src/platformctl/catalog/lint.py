"""What a contract must hold beyond its types: words that fit together, so that a mistake is found when it is made."""

from collections.abc import Iterator, Mapping
from typing import Any

from platformctl.catalog.contract import Contract
from platformctl.catalog.schema import hcl_type
from platformctl.errors import Usage
from platformctl.project.documents import Document

RESERVED = frozenset({"names", "tags", "size", "kind", "name", "environment", "team", "env", "project", "yes", "source",
                      "version", "providers", "count", "for_each", "depends_on", "lifecycle", "locals"})  # fmt: skip
"""Words that Terraform or our own options own: an input or setting can't be called so."""


def lint(contract: Contract, document: Document) -> None:
    """Raise Usage at the first thing that does not fit."""
    for where, why in _faults(contract):
        raise Usage("A module's contract is not sound", detail=f"{document.place(where)}: {'.'.join(where)}: {why}")


def variable_types(contract: Contract) -> Mapping[str, str]:
    """Return the Terraform type of every module variable that the contract knows, sorted by name."""
    types = {name: hcl_type(schema) for name, schema in (contract.inputs | contract.context).items()}  # type: ignore[operator]
    for values in (*contract.sizes.values(), *contract.profiles.values()):
        for name, value in values.items():
            types.setdefault(name, _literal_type(value))
    if contract.names:
        types["names"] = f"object({{ {', '.join(f'{name} = string' for name in sorted(contract.names))} }})"
    if contract.provider == "aws":
        types["tags"] = "map(string)"
    return dict(sorted(types.items()))


def _literal_type(value: Any) -> str:
    match value:
        case bool():
            return "bool"
        case int() | float():
            return "number"
        case list():
            return f"list({_literal_type(value[0]) if value else 'string'})"
        case dict():
            return (
                f"object({{ {', '.join(f'{name} = {_literal_type(part)}' for name, part in sorted(value.items()))} }})"
            )
        case _:
            return "string"


def _faults(contract: Contract) -> Iterator[tuple[tuple[str, ...], str]]:
    for part in ("inputs", "context"):
        for name in getattr(contract, part):
            if name in RESERVED:
                yield (part, name), "is a reserved word."
    if contract.sizes and contract.default_size not in contract.sizes:
        yield ("default_size",), f"must be one of {', '.join(contract.sizes)}."
    yield from _uneven("sizes", contract.sizes)
    yield from _missing_tiers(contract)
    yield from _changing_types(contract)


def _uneven(part: str, table: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[tuple[str, ...], str]]:
    every = {name for values in table.values() for name in values}
    for word, values in table.items():
        missing = sorted(every - set(values))
        if missing:
            yield (part, word), f"does not say {', '.join(missing)}, which another one of {part} does."


def _missing_tiers(contract: Contract) -> Iterator[tuple[tuple[str, ...], str]]:
    settings = {name for values in contract.profiles.values() for name in values} - set(contract.inputs)
    for tier, values in contract.profiles.items():
        missing = sorted(settings - set(values))
        if missing:
            yield ("profiles", tier), f"does not say {', '.join(missing)}, which another profile does."


def _changing_types(contract: Contract) -> Iterator[tuple[tuple[str, ...], str]]:
    types = variable_types(contract)
    for part in ("sizes", "profiles"):
        for word, values in getattr(contract, part).items():
            for name, value in values.items():
                if _literal_type(value) != types[name]:
                    yield (part, word, name), f"is a {_literal_type(value)}; elsewhere it is a {types[name]}."
