"""Cuts the shown plan of a combined root into one document per stack: what Terraform shows of the stack alone.

Only what judging and showing read: prior state, checks and relevant attributes are left out.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from platformctl.errors import PlatformError
from platformctl.terraform.combined_names import output_name
from platformctl.terraform.json_document import NotAnObject, read_object

Document = Mapping[str, Any]
_ADDRESSES = ("address", "module_address", "previous_address")


def shown(content: bytes) -> Document:
    """Read the whole."""
    try:
        return read_object(content)
    except NotAnObject as error:
        raise PlatformError("Terraform's plan could not be read", detail="It is not a JSON object.") from error


def cut(whole: Document, member: str, *, without_provider: bool = False) -> Document:
    """Return the part of one member; raw as the whole: secrets in clear."""
    prefix, outputs = f"module.{member}", output_name(member, "")
    planned = whole.get("planned_values", {})
    document = {
        "format_version": whole["format_version"],
        "terraform_version": whole["terraform_version"],
        "variables": _variables(whole.get("variables", {}), member),
        "planned_values": {
            "outputs": _named(planned.get("outputs", {}), outputs),
            "root_module": _planned(planned.get("root_module", {}), prefix),
        },
        "resource_changes": _changes(whole.get("resource_changes", []), prefix),
        "resource_drift": _changes(whole.get("resource_drift", []), prefix),
        "output_changes": _named(whole.get("output_changes", {}), outputs),
        "configuration": _configuration(whole["configuration"], member, without_provider=without_provider),
        "errored": whole["errored"],
    }
    return document | ({"complete": whole["complete"]} if "complete" in whole else {})


def _variables(variables: Document, member: str) -> Document:
    values = variables.get(member, {}).get("value") or {}
    return {name: {"value": value} for name, value in values.items()}


def _named(outputs: Document, prefix: str) -> Document:
    return {name.removeprefix(prefix): value for name, value in outputs.items() if name.startswith(prefix)}


def _planned(root: Document, prefix: str) -> Document:
    found = [child for child in root.get("child_modules", []) if child.get("address") == prefix]
    return _module(found[0], prefix) if found else {}


def _module(module: Document, prefix: str) -> Document:
    bare = _bare(module, prefix)
    inner = {"resources": [_bare(each, prefix) for each in module.get("resources", [])]}
    inner["child_modules"] = [_module(each, prefix) for each in module.get("child_modules", [])]
    return {**bare, **{name: parts for name, parts in inner.items() if parts}}


def _changes(changes: list[Document], prefix: str) -> list[Document]:
    return [_bare(each, prefix) for each in changes if _is_below(each["address"], prefix)]


def _bare(part: Document, prefix: str) -> Document:
    """Take the member's own part off every address; what lies at its root has no module any more."""
    told = {name: _stripped(part[name], prefix) for name in _ADDRESSES if name in part}
    return {name: value for name, value in {**part, **told}.items() if name not in told or value}


def _stripped(address: str, prefix: str) -> str:
    return "" if address == prefix else address.removeprefix(f"{prefix}.")


def _is_below(address: str, prefix: str) -> bool:
    return address.startswith(f"{prefix}.")


def _configuration(configuration: Document, member: str, *, without_provider: bool) -> Document:
    """Take the member's module for the root; what it refers to is named from within, and stays as it is."""
    prefix = f"module.{member}"
    root = _code(configuration["root_module"]["module_calls"][member]["module"], prefix)
    providers = dict(_providers(configuration.get("provider_config", {}), prefix, without_provider=without_provider))
    return {"root_module": root, **({"provider_config": providers} if providers else {})}


def _providers(providers: Document, prefix: str, *, without_provider: bool) -> Iterator[tuple[str, Document]]:
    """Yield the root's providers, which the member has as well when it is alone, and those of its own modules."""
    for key, provider in providers.items():
        inside = provider.get("module_address", "")
        if inside == prefix or _is_below(inside, prefix):
            yield _key(key, prefix), _bare(provider, prefix)
        elif not inside and not without_provider:
            yield key, provider


def _code(module: Document, prefix: str) -> Document:
    calls = {name: {**call, "module": _code(call["module"], prefix)} for name, call in _calls(module).items()}
    resources = [_of_provider(each, prefix) for each in module.get("resources", [])]
    parts = {"module_calls": calls, "resources": resources}
    return {**module, **{name: part for name, part in parts.items() if part}}


def _calls(module: Document) -> Document:
    calls: Document = module.get("module_calls", {})
    return calls


def _of_provider(resource: Document, prefix: str) -> Document:
    return {**resource, "provider_config_key": _key(resource["provider_config_key"], prefix)}


def _key(key: str, prefix: str) -> str:
    """Take the member's own part off the key of a provider, as `module.s_1.module.this:terraform`."""
    return key.removeprefix(f"{prefix}:").removeprefix(f"{prefix}.")
