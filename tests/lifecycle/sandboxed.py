"""A project whose environment is the sandbox, and what an independent client sees in it."""

import json
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import boto3
from tests.project import Project, bare_project

from platformctl.workflows.init import init


@dataclass(frozen=True)
class Sandboxed:
    """The project, and its cloud from outside."""

    project: Project

    @cached_property
    def credentials(self) -> Mapping[str, str]:
        """What `sandbox env` says."""
        told: Mapping[str, str] = self.project.run("sandbox", "env", "--output", "json").document["env"]
        return told

    def client(self, service: str) -> Any:
        """Return a client that knows nothing of platformctl."""
        return boto3.client(
            service,
            endpoint_url=self.credentials["AWS_ENDPOINT_URL"],
            region_name=self.credentials["AWS_REGION"],
            aws_access_key_id="other",
            aws_secret_access_key="other",
        )

    def plain_terraform(self, stack: str, *words: str) -> int:
        """Run Terraform in the stack's own folder, as somebody does who has never heard of us; return its code."""
        return self.project.plain_terraform(stack, *words, **self.credentials).code

    @cached_property
    def faults(self) -> str:
        """Where orders for the running emulator go."""
        running = self.project.run("sandbox", "up", "--output", "json").document["sandbox"]
        return f"{self.credentials['AWS_ENDPOINT_URL']}/platformctl/faults/{running['id']}"

    def order(self, *faults: Mapping[str, Any]) -> None:
        """Have the emulator refuse calls (sandbox/emulator/faults.py) from now on, those ordered before no longer."""
        request = urllib.request.Request(self.faults, method="PUT", data=json.dumps(faults).encode())
        with urllib.request.urlopen(request, timeout=10) as answer:
            assert answer.status == 200

    def calls(self) -> list[str]:
        """List what was asked of the cloud, as the emulator's log has it."""
        log = self.project.root / ".platformctl/sandbox/requests.log"
        lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()] if log.exists() else []
        return [f"{line['service']}:{line['action']}" for line in lines if "action" in line]

    def holdings(self) -> dict[str, list[str]]:
        """Name what the cloud holds of the kinds that modules make."""
        rds, queues, network = self.client("rds"), self.client("sqs").list_queues(), self.client("ec2")
        return {
            "instances": names(rds.describe_db_instances(), "DBInstanceIdentifier"),
            "snapshots": names(rds.describe_db_snapshots(), "DBSnapshotIdentifier"),
            "subnet groups": names(rds.describe_db_subnet_groups(), "DBSubnetGroupName"),
            "parameters": names(rds.describe_db_parameter_groups(), "DBParameterGroupName"),
            "security groups": names(network.describe_security_groups(), "GroupName"),
            "networks": names(network.describe_vpcs(), "VpcId"),
            "subnets": names(network.describe_subnets(), "SubnetId"),
            "route tables": names(network.describe_route_tables(), "RouteTableId"),
            "endpoints": names(network.describe_vpc_endpoints(), "VpcEndpointId"),
            "flow logs": names(network.describe_flow_logs(), "FlowLogId"),
            "logs": names(self.client("logs").describe_log_groups(), "logGroupName"),
            "alarms": names(self.client("cloudwatch").describe_alarms(), "AlarmName"),
            "roles": names(self.client("iam").list_roles(), "RoleName"),
            "functions": names(self.client("lambda").list_functions(), "FunctionName"),
            "queues": queues.get("QueueUrls", []),
        }


def names(answer: Mapping[str, Any], name: str) -> list[str]:
    """Name the things in all lists of an answer."""
    lists = [value for value in answer.values() if isinstance(value, list)]
    return sorted(each[name] for found in lists for each in found if name in each)


def sandboxed_project(folder: Path) -> Sandboxed:
    """Make a project as `init` makes it."""
    project = bare_project(folder)
    init(project.root, organisation="acme", team="shop")
    return Sandboxed(project)
