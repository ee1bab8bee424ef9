"""What EC2 names itself: which call lists it by tags, and what of the answer can be held against a plan.

Terraform's provider makes the same calls for its own reading, so nobody needs a further right.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from platformctl.cloud.objects import Plain, Seen

_GONE = frozenset({"deleted", "deleting", "failed"})
"""States of what is listed for a while after its end."""


@dataclass(frozen=True)
class Kind:
    """How objects of one type of Terraform's are listed."""

    call: str
    listed: str
    """The answer's list."""
    id: str
    values: Mapping[str, str]
    """Terraform's attribute: the way to it in the answer."""
    says: Mapping[str, Plain] = field(default_factory=dict)
    """What the answer says of this type alone."""
    never: Mapping[str, Plain] = field(default_factory=dict)
    """What it says of others that are listed with it."""
    filters: str = "Filters"


_RULE = {
    "description": "Description",
    "security_group_id": "GroupId",
    "from_port": "FromPort",
    "to_port": "ToPort",
    "cidr_ipv4": "CidrIpv4",
    "prefix_list_id": "PrefixListId",
    "referenced_security_group_id": "ReferencedGroupInfo.GroupId",
}

KINDS: Mapping[str, Kind] = {
    "aws_vpc": Kind("describe_vpcs", "Vpcs", "VpcId", {"cidr_block": "CidrBlock"}),
    "aws_subnet": Kind(
        "describe_subnets", "Subnets", "SubnetId", {"vpc_id": "VpcId", "availability_zone": "AvailabilityZone"}
    ),
    "aws_route_table": Kind("describe_route_tables", "RouteTables", "RouteTableId", {"vpc_id": "VpcId"}),
    "aws_security_group": Kind(
        "describe_security_groups",
        "SecurityGroups",
        "GroupId",
        {"vpc_id": "VpcId", "name": "GroupName", "description": "Description"},
        never={"GroupName": "default"},
    ),
    "aws_vpc_security_group_ingress_rule": Kind(
        "describe_security_group_rules",
        "SecurityGroupRules",
        "SecurityGroupRuleId",
        _RULE,
        says={"IsEgress": False},
    ),
    "aws_vpc_security_group_egress_rule": Kind(
        "describe_security_group_rules",
        "SecurityGroupRules",
        "SecurityGroupRuleId",
        _RULE,
        says={"IsEgress": True},
    ),
    "aws_vpc_endpoint": Kind(
        "describe_vpc_endpoints", "VpcEndpoints", "VpcEndpointId", {"vpc_id": "VpcId", "service_name": "ServiceName"}
    ),
    "aws_flow_log": Kind("describe_flow_logs", "FlowLogs", "FlowLogId", {"vpc_id": "ResourceId"}, filters="Filter"),
}


def seen_in(type_: str, page: Mapping[str, Any]) -> Iterator[Seen]:
    """Yield the objects of a type that one page of an answer lists."""
    kind = KINDS[type_]
    for item in page.get(kind.listed, []):
        if _is_one(item, kind):
            tags = {tag["Key"]: tag["Value"] for tag in item.get("Tags", [])}
            values = {name: at(item, way) for name, way in kind.values.items()}
            plain = {name: value for name, value in values.items() if value is not None}
            yield Seen(str(item[kind.id]), type_, tags, plain)


def at(item: Mapping[str, Any], way: str) -> Any:
    """Follow a dotted way into an answer; None where it ends early."""
    found: Any = item
    for part in way.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


def _is_one(item: Mapping[str, Any], kind: Kind) -> bool:
    if str(item.get("State", "")).lower() in _GONE:
        return False
    others = any(item.get(key) == value for key, value in kind.never.items())
    return not others and all(item.get(key) == value for key, value in kind.says.items())
