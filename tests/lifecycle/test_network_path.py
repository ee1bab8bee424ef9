"""The main job, for a network: private over three zones, changed, known by what others need of it, gone."""

from typing import Any

import pytest
from tests.lifecycle.sandboxed import Sandboxed, names

from platformctl.sandbox.ground_ids import REGION, SANDBOX_CONTEXT

pytestmark = pytest.mark.lifecycle
STACK = "dev/network/core"


def seen_in(sandboxed: Sandboxed, vpc: str) -> dict[str, Any]:
    """What an independent client says of a network."""
    network = sandboxed.client("ec2")
    mine = [{"Name": "vpc-id", "Values": [vpc]}]
    groups = network.describe_security_groups(Filters=mine)["SecurityGroups"]
    tables = network.describe_route_tables(Filters=mine)["RouteTables"]
    (log,) = network.describe_flow_logs(Filters=[{"Name": "resource-id", "Values": [vpc]}])["FlowLogs"]
    name = log["LogDestination"].partition(":log-group:")[2]
    (group,) = sandboxed.client("logs").describe_log_groups(logGroupNamePrefix=name)["logGroups"]
    return {
        "ways out": {route["GatewayId"].partition("-")[0] for table in tables for route in table["Routes"]},
        "public": {subnet["MapPublicIpOnLaunch"] for subnet in network.describe_subnets(Filters=mine)["Subnets"]},
        "default": [(each["IpPermissions"], each["IpPermissionsEgress"]) for each in groups if is_default(each)],
        "others": [rules_of(each) for each in groups if not is_default(each)],
        "logged": (log["TrafficType"], group["kmsKeyId"], group["retentionInDays"]),
        "gateways": network.describe_internet_gateways()["InternetGateways"],
    }


def is_default(group: dict[str, Any]) -> bool:
    return bool(group["GroupName"] == "default")


def rules_of(group: dict[str, Any]) -> list[tuple[int, int, list[str]]]:
    rules = group["IpPermissions"]
    return [(each["FromPort"], each["ToPort"], [one["CidrIp"] for one in each["IpRanges"]]) for each in rules]


def services(sandboxed: Sandboxed) -> list[str]:
    told = names(sandboxed.client("ec2").describe_vpc_endpoints(), "ServiceName")
    return [name.rpartition(".")[2] for name in told]


PRIVATE = {
    "ways out": {"local", "vpce"},
    "public": {False},
    "default": [([], [])],
    "others": [[(443, 443, ["10.60.0.0/16"])]],
    "logged": ("ALL", SANDBOX_CONTEXT["key"]["arn"], 30),
    "gateways": [],
}


def test_a_network_is_private_changes_and_goes_leaving_nothing(sandboxed: Sandboxed) -> None:
    project = sandboxed.project
    project.run("sandbox", "up")
    before = sandboxed.holdings()

    words = ("create", "network", "core", "--size", "small", "--cidr", "10.60.0.0/16")
    created = project.run(*words, "--yes", "--output", "json")
    outputs = {name: output["value"] for name, output in created.document["outputs"].items()}
    seen, at_first = seen_in(sandboxed, outputs["vpc_id"]), services(sandboxed)
    changed = project.run("change", STACK, "--size", "medium", "--yes")
    second = project.run("plan", "--detailed-exitcode")
    at_last = services(sandboxed)
    destroyed = project.run("destroy", STACK, "--confirm", "core")

    assert (created.code, changed.code, second.code, destroyed.code) == (0, 0, 0, 0)
    assert {proof["standing"] for proof in created.document["verdicts"][-1]["guarantees"]} == {"proven"}
    assert seen == PRIVATE
    assert (at_first, len(at_last)) == (["dynamodb", "s3", "secretsmanager", "sqs"], 7)
    assert outputs["zones"] == [f"{REGION}{letter}" for letter in "abc"]
    assert len(set(outputs["private_subnet_ids"])) == 3
    assert sandboxed.holdings() == before
