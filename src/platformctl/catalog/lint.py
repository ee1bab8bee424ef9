"""What a contract must hold beyond its types: words that fit together, so that a mistake is found when it is made."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any, get_args

from platformctl.catalog.contract import Contract
from platformctl.catalog.module_lint import module_faults
from platformctl.catalog.references import reference_faults
from platformctl.catalog.schema_lint import Fault, schema_faults
from platformctl.catalog.variables import literal_type, variable_types
from platformctl.errors import Usage
from platformctl.project.documents import Document, Where
from platformctl.project.words import Tier

RESERVED = frozenset({
    "bindings", "names", "signals", "tags",
    "source", "version", "providers", "count", "for_each", "depends_on", "lifecycle", "locals",
    "size", "kind", "name", "environment", "team", "plan_only", "yes", "confirm", "ctx", "inputs",
    "project", "env", "sandbox", "output", "report", "progress", "quiet", "verbose", "help", "wait",
})  # fmt: skip
"""Words that Terraform or our own options own: an input or setting can't be called so."""


def lint(contract: Contract, document: Document, folder: Path | None = None) -> None:
    """Raise Usage at the first thing that does not fit; with `folder`, also of the files beside the contract."""
    for where, why in chain(_faults(contract), module_faults(contract, folder) if folder else ()):
        name = ".".join(map(str, where)) or "the contract"
        raise Usage("A module's contract is not sound", detail=f"{document.place(where)}: {name}: {why}")


def _faults(contract: Contract) -> Iterator[Fault]:
    if contract.name == "platformctl":  # what platformctl itself holds leases on
        yield ("name",), "is a reserved word."
    yield from _reserved(contract)
    yield from _doubled(contract)
    if contract.sizes and contract.default_size not in contract.sizes:
        yield ("default_size",), f"must be one of {', '.join(contract.sizes)}."
    yield from _uneven("sizes", contract.sizes)
    yield from _missing_tiers(contract)
    yield from _changing_types(contract)
    yield from _schemas(contract)
    yield from reference_faults(contract)


def _settings(contract: Contract, part: str) -> Mapping[str, Where]:
    """Return each setting of sizes or profiles, and the first place that names it."""
    found: dict[str, Where] = {}
    for word, values in getattr(contract, part).items():
        for name in values:
            found.setdefault(name, (part, word, name))
    return found


def _reserved(contract: Contract) -> Iterator[Fault]:
    said = [(part, name) for part in ("inputs", "context") for name in getattr(contract, part)]
    for where in (*said, *_settings(contract, "sizes").values(), *_settings(contract, "profiles").values()):
        if where[-1] in RESERVED:
            yield where, "is a reserved word."


def _doubled(contract: Contract) -> Iterator[Fault]:
    """Find variables that two parts would fill; only a profile may name an input, which pins it."""
    sizes, profiles = _settings(contract, "sizes"), _settings(contract, "profiles")
    for name, where in sizes.items():
        if name in contract.inputs or name in profiles:
            yield where, f"is in {'inputs' if name in contract.inputs else 'profiles'} as well."
    for name in contract.context:
        other = next((part for part in ("inputs", "sizes", "profiles") if name in _named(contract, part)), None)
        if other:
            yield ("context", name), f"is in {other} as well."


def _named(contract: Contract, part: str) -> Iterable[str]:
    return contract.inputs if part == "inputs" else _settings(contract, part)


def _schemas(contract: Contract) -> Iterator[Fault]:
    """Hold each schema to its own rules, and what profiles pin to the schema."""
    for part in ("inputs", "context"):
        for name, schema in getattr(contract, part).items():
            pinned: dict[Where, Any] = {
                ("profiles", tier, name): values[name] for tier, values in contract.profiles.items() if name in values
            }
            yield from schema_faults((part, name), schema, pinned)


def _uneven(part: str, table: Mapping[str, Mapping[str, Any]]) -> Iterator[Fault]:
    every = {name for values in table.values() for name in values}
    for word, values in table.items():
        missing = sorted(every - set(values))
        if missing:
            yield (part, word), f"does not say {', '.join(missing)}, which another one of {part} does."


def _missing_tiers(contract: Contract) -> Iterator[Fault]:
    settings = {name for values in contract.profiles.values() for name in values} - set(contract.inputs)
    untold = sorted(set(get_args(Tier)) - set(contract.profiles))
    if untold:
        yield ("profiles",), f"does not say {', '.join(untold)}."
    for tier, values in contract.profiles.items():
        missing = sorted(settings - set(values))
        if missing:
            yield ("profiles", tier), f"does not say {', '.join(missing)}, which another profile does."


def _changing_types(contract: Contract) -> Iterator[Fault]:
    types = variable_types(contract)
    for part in ("sizes", "profiles"):
        for word, values in getattr(contract, part).items():
            for name, value in values.items():
                if literal_type(value) != types[name]:
                    yield (part, word, name), f"is a {literal_type(value)}; elsewhere it is a {types[name]}."
