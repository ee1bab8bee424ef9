"""EC2: lays the network; rules that reference a group or a list of addresses keep their description (moto loses it: a
difference forever); endpoints that were deleted are gone (moto lists them for ever).
"""

from typing import Any

from moto.ec2.models import EC2Backend
from moto.ec2.models.security_groups import SecurityGroupBackend, SecurityGroupRule

from .ground import ACCOUNT, lay_network

PREFIX_LIST = 7
"""Which argument of a rule it is."""


def mend(ground: dict[str, Any]) -> None:
    """Apply once, before the first backend is made."""
    _lay(ground)
    _keep_descriptions()
    _let_endpoints_go()


def _lay(ground: dict[str, Any]) -> None:
    stock = EC2Backend.__init__

    def init(self: Any, region_name: str, account_id: str) -> None:
        stock(self, region_name, account_id)
        if account_id == ACCOUNT:
            lay_network(self, ground)

    EC2Backend.__init__ = init


def _keep_descriptions() -> None:
    stock = SecurityGroupBackend._add_source_group

    def add(self: Any, source_groups: Any, vpc_id: str | None) -> Any:
        groups = stock(self, source_groups, vpc_id)
        for asked, kept in zip(source_groups or [], groups, strict=True):
            if asked.get("Description"):
                kept["Description"] = asked["Description"]
        return groups

    SecurityGroupBackend._add_source_group = add
    _keep_descriptions_of_lists()
    SecurityGroupRule.description = property(_description)


def _keep_descriptions_of_lists() -> None:
    stock = SecurityGroupRule.__init__

    def init(self: Any, *args: Any, **more: Any) -> None:
        stock(self, *args, **more)
        listed = more.get("prefix_list_id", args[PREFIX_LIST] if len(args) > PREFIX_LIST else None)
        self.list_description = (listed or {}).get("Description")

    SecurityGroupRule.__init__ = init


def _description(rule: Any) -> str | None:
    said = [target.get("Description") for target in (rule.ip_range, rule.source_group)]
    return next((str(text) for text in (*said, rule.list_description) if text), None)


def _let_endpoints_go() -> None:
    stock = EC2Backend.delete_vpc_endpoints

    def delete_vpc_endpoints(self: Any, vpce_ids: list[str] | None = None) -> None:
        stock(self, vpce_ids)
        for endpoint in vpce_ids or []:
            self.vpc_end_points.pop(endpoint, None)

    EC2Backend.delete_vpc_endpoints = delete_vpc_endpoints
