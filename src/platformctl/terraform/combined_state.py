"""The states of many stacks as one, each below the module of its stack; and never a state that anything is saved to."""

import json
from collections.abc import Mapping
from typing import Any

from platformctl.errors import PlatformError
from platformctl.terraform.combined_names import output_name
from platformctl.terraform.json_document import NotAnObject, read_object
from platformctl.terraform.state import VERSION

LINEAGE = "combined-for-a-preview"


def merged_state(states: Mapping[str, bytes]) -> bytes:
    """Merge states by the names of their members."""
    documents = {name: _document(content) for name, content in states.items() if content}
    resources = [_below(name, each) for name, one in documents.items() for each in one["resources"]]
    outputs = {
        output_name(name, key): value for name, one in documents.items() for key, value in one["outputs"].items()
    }
    versions = sorted((str(one.get("terraform_version", "")) for one in documents.values()), key=_by_number)
    whole = {"version": VERSION, "terraform_version": versions[-1] if versions else "0.0.0", "serial": 1}
    return json.dumps({**whole, "lineage": LINEAGE, "outputs": outputs, "resources": resources}).encode()


def refuse_uncombinable(state: bytes) -> None:
    """Stop where a state can't be put beside others."""
    if any(not str(each.get("provider")).startswith("provider[") for each in _document(state)["resources"]):
        raise PlatformError("A state can't be put beside others", detail="It names providers of modules.")


def _document(content: bytes) -> dict[str, Any]:
    try:
        document = read_object(content) if content else {}
    except NotAnObject as error:
        raise PlatformError("Not a Terraform state", detail=str(error)) from error
    return {**document, "resources": document.get("resources") or [], "outputs": document.get("outputs") or {}}


def _below(name: str, resource: Mapping[str, Any]) -> Mapping[str, Any]:
    module = resource.get("module", "")
    below = {**resource, "module": f"module.{name}.{module}" if module else f"module.{name}"}
    return {**below, "instances": [_instance(name, each) for each in resource["instances"]]}


def _instance(name: str, instance: Mapping[str, Any]) -> Mapping[str, Any]:
    if "dependencies" not in instance:
        return instance
    return {**instance, "dependencies": [f"module.{name}.{each}" for each in instance["dependencies"]]}


def _by_number(version: str) -> list[int]:
    return [int(part) for part in version.partition("-")[0].split(".") if part.isdigit()]
