"""RDS: every instance has a resource id of its own, performance insights are told, parameters can be reset.

moto gives all instances one resource id, which is Terraform's id: a second database would not be found.
"""

import secrets
import string
from typing import Any

from moto.core.responses import ActionResult
from moto.rds.models import DBInstance, DBParameterGroup
from moto.rds.responses import RDSResponse

RESOURCE_ID_LETTERS = string.ascii_uppercase + string.digits
DEFAULT_INSIGHTS_DAYS = 7


def mend(_ground: dict[str, Any]) -> None:
    """Apply once, before the first instance is made."""
    _tell_instances_apart()
    _mark_parameters_as_ours()
    RDSResponse.reset_db_parameter_group = _reset_db_parameter_group


def _tell_instances_apart() -> None:
    stock = DBInstance.__init__

    def init(self: Any, *args: Any, **wanted: Any) -> None:
        stock(self, *args, **wanted)
        self.dbi_resource_id = "db-" + "".join(secrets.choice(RESOURCE_ID_LETTERS) for _ in range(26))
        enabled = bool(wanted.get("enable_performance_insights"))
        days = wanted.get("performance_insights_retention_period")
        self.performance_insights_enabled = enabled
        self.performance_insights_kms_key_id = wanted.get("performance_insights_kms_key_id")
        self.performance_insights_retention_period = (days or DEFAULT_INSIGHTS_DAYS) if enabled else None

    DBInstance.__init__ = init


def _mark_parameters_as_ours() -> None:
    """Without `Source: user` the provider ignores a parameter and wants to set it forever."""
    stock = DBParameterGroup.update_parameters

    def update_parameters(self: Any, wanted: Any) -> None:
        stock(self, [{**parameter, "Source": "user"} for parameter in wanted])

    DBParameterGroup.update_parameters = update_parameters


def _reset_db_parameter_group(self: Any) -> ActionResult:
    group = self.backend.db_parameter_groups[self.params["DBParameterGroupName"]]
    if self.params.get("ResetAllParameters"):
        group.parameters.clear()
    for parameter in self.params.get("Parameters", []):
        group.parameters.pop(parameter.original_dict()["ParameterName"], None)
    return ActionResult({"DBParameterGroupName": group.name})
