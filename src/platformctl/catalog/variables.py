"""The variables of a module that its contract knows, and their Terraform types."""

from collections.abc import Mapping
from typing import Any

from platformctl.catalog.contract import Contract
from platformctl.catalog.schema import hcl_type

SIGNAL: Mapping[str, str] = {
    "comparison": "string",
    "description": "string",
    "metric": "string",
    "namespace": "string",
    "severity": "string",
    "threshold": "number",
}
"""What a module is told of each signal, to make an alarm of it."""


BINDING: Mapping[str, str] = {
    "environment": "map(string)",
    "secrets": "map(string)",
    "security_groups": "list(string)",
    "statements": "list(object({ actions = list(string), resources = list(string) }))",
}
"""What a module is told of each stack that it uses: see `requests.grants`."""


def variable_types(contract: Contract) -> Mapping[str, str]:
    """Return the Terraform type of every module variable that the contract knows, sorted by name."""
    types = {name: hcl_type(schema) for name, schema in (contract.inputs | contract.context).items()}  # type: ignore[operator]
    for values in (*contract.sizes.values(), *contract.profiles.values()):
        for name, value in values.items():
            types.setdefault(name, literal_type(value))
    if contract.binds:
        types["bindings"] = f"map({_object(BINDING)})"
    if contract.names:
        types["names"] = _object(dict.fromkeys(contract.names, "string"))
    if contract.signals:
        types["signals"] = f"map({_object(SIGNAL)})"
    if contract.provider == "aws":
        types["tags"] = "map(string)"
    return dict(sorted(types.items()))


def literal_type(value: Any) -> str:
    """Return the Terraform type of a value that a size or profile sets."""
    match value:
        case bool():
            return "bool"
        case int() | float():
            return "number"
        case list():
            return f"list({literal_type(value[0]) if value else 'string'})"
        case dict():
            return _object({name: literal_type(part) for name, part in value.items()})
        case _:
            return "string"


def _object(parts: Mapping[str, str]) -> str:
    return f"object({{ {', '.join(f'{name} = {kind}' for name, kind in sorted(parts.items()))} }})"
