"""What the scripted Terraform makes of a combined root: each member's part of the script."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from platformctl.errors import PlatformError
from platformctl.terraform.diagnostics import Diagnostic, TerraformFailed
from platformctl.terraform.plan import Action, ResourceChange
from platformctl.terraform.work_folder import WorkFolder

ACTIONS = {Action.REPLACE: ["delete", "create"]}


def members(work: WorkFolder) -> Mapping[str, str]:
    """Return the names of the members of a root, and their stacks; none for the folder of one stack."""
    return {path.stem: path.read_text().splitlines()[0].removeprefix("# ") for path in work.stack.glob("s_*.tf")}


def failure(work: WorkFolder, broken: Collection[str]) -> PlatformError | None:
    """Return what Terraform says of the members that can't be planned."""
    names = [name for name, stack in members(work).items() if stack.rpartition("/")[2] in broken]
    complaints = tuple(Diagnostic("error", "It broke", address=f"module.{name}.module.this.x.y") for name in names)
    detail = "It broke."
    return TerraformFailed("Terraform could not plan", detail=detail, hint="", complaints=complaints) if names else None


def document(work: WorkFolder, changes: Sequence[ResourceChange]) -> str:
    """Return what `terraform show -json` says of a root each of whose members has these changes."""
    names = members(work)
    calls: dict[str, Any] = {name: {"module": {}} for name in names}
    planned = [_planned(f"module.{name}", changes) for name in names]
    whole = {
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "resource_changes": [_change(f"module.{name}.", each) for name in names for each in changes],
        "planned_values": {"root_module": {"child_modules": planned}},
        "configuration": {"root_module": {"module_calls": calls}},
        "errored": False,
    }
    return json.dumps(whole)


def _planned(prefix: str, changes: Sequence[ResourceChange]) -> Any:
    kept = [each for each in changes if each.action is not Action.DELETE]
    return {
        "address": prefix,
        "resources": [{"address": f"{prefix}.{each.address}", "mode": each.mode} for each in kept],
    }


def _change(prefix: str, change: ResourceChange) -> Any:
    actions = ACTIONS.get(change.action, [change.action.value])
    told = {"address": f"{prefix}{change.address}", "mode": change.mode, "type": change.type, "name": change.name}
    return {**told, "provider_name": change.provider, "change": {"actions": actions}}
