"""How each object that a plan creates can be found again, from values known before it exists."""

import re
from collections.abc import Mapping

from platformctl.catalog.contract import Contract
from platformctl.terraform.plan import Action, Plan, ResourceChange

_PLACE = re.compile(r"\{(\w+)\}")


def import_ids(contract: Contract, plan: Plan) -> dict[str, str]:
    """Return the import id of each creation by address, where the contract names one and its parts are known."""
    found = {change.address: _import_id(contract, change) for change in plan.changes if _creates(change)}
    return {address: id_ for address, id_ in found.items() if id_}


def _creates(change: ResourceChange) -> bool:
    return change.action in {Action.CREATE, Action.REPLACE}


def _import_id(contract: Contract, change: ResourceChange) -> str:
    identity = contract.identity.get(change.type)
    if identity is None or not all(part in change.known for part in _PLACE.findall(identity.import_id)):
        return ""
    return filled(identity.import_id, {key: str(value) for key, value in change.known.items()})


def filled(template: str, values: Mapping[str, str]) -> str:
    """Put values into `{name}` places."""
    return _PLACE.sub(lambda place: values[place.group(1)], template)
