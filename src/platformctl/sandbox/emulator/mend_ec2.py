"""EC2: lays the network; rules that reference a group keep their description (moto loses it: a difference forever)."""

from typing import Any

from moto.ec2.models import EC2Backend
from moto.ec2.models.security_groups import SecurityGroupBackend, SecurityGroupRule

from .ground import ACCOUNT, lay_network


def mend(ground: dict[str, Any]) -> None:
    """Apply once, before the first backend is made."""
    _lay(ground)
    _keep_descriptions()


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
    SecurityGroupRule.description = property(_description)


def _description(rule: Any) -> str | None:
    for target in (rule.ip_range, rule.source_group, rule.prefix_list_id):
        if isinstance(target, dict) and target.get("Description"):
            return str(target["Description"])
    return None
