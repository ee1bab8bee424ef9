"""The real emulator: the same ground at every start, one process for two starters, refusals that end at once."""

import json
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError
from tests.lifecycle.sandbox.clients import client

from platformctl.sandbox.ground_ids import KEY_ALIAS, REGION, SANDBOX_CONTEXT, SUBNETS, VPC_ID
from platformctl.sandbox.sandbox import Sandbox

pytestmark = pytest.mark.lifecycle

PROGRAM = """
import os, sys
from pathlib import Path
from platformctl.progress import silent
from platformctl.sandbox.sandbox import Sandbox
print(Sandbox(Path(sys.argv[1]), lambda: Path(sys.argv[2]), silent).up().id)
"""


def ground(sandbox: Sandbox, region: str = REGION) -> dict[str, Any]:
    """What an independent client sees of the ground."""
    network = client(sandbox, "ec2", region)
    subnets = network.describe_subnets(Filters=[{"Name": "vpc-id", "Values": [VPC_ID]}])["Subnets"]
    routes = network.describe_route_tables(Filters=[{"Name": "vpc-id", "Values": [VPC_ID]}])["RouteTables"]
    return {
        "subnets": sorted(subnet["SubnetId"] for subnet in subnets),
        "zones": len({subnet["AvailabilityZone"] for subnet in subnets}),
        "public": [subnet["MapPublicIpOnLaunch"] for subnet in subnets],
        "gateways": [route["GatewayId"] for table in routes for route in table["Routes"]],
        "key": client(sandbox, "kms", region).describe_key(KeyId=KEY_ALIAS)["KeyMetadata"]["Arn"],
    }


def test_every_start_lays_the_same_private_ground(sandbox: Sandbox) -> None:
    before, first = sandbox.up(), ground(sandbox)
    sandbox.down()

    after, second = sandbox.up(), ground(sandbox)

    assert before.url == after.url
    assert before.id != after.id
    assert first == second
    assert first == {
        "subnets": sorted(SUBNETS),
        "zones": 3,
        "public": [False, False, False],
        "gateways": ["local"],
        "key": SANDBOX_CONTEXT["key"]["arn"],
    }


def test_the_ground_is_in_every_region_and_the_account_is_the_one_known(sandbox: Sandbox) -> None:
    sandbox.up()

    elsewhere = ground(sandbox, "us-west-1")

    assert elsewhere["subnets"] == sorted(SUBNETS)
    assert elsewhere["key"] == SANDBOX_CONTEXT["key"]["arn"].replace(REGION, "us-west-1")
    assert client(sandbox, "sts").get_caller_identity()["Account"] == "123456789012"


def test_processes_that_start_at_once_get_the_same_emulator(sandbox: Sandbox, tmp_path: Path, python: Path) -> None:
    command = [sys.executable, "-c", PROGRAM, str(tmp_path / "sandbox"), str(python)]
    starters = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]

    ids = {starter.communicate(timeout=120)[0] for starter in starters}

    assert [starter.returncode for starter in starters] == [0, 0, 0, 0]
    assert ids == {f"{sandbox.up().id}\n"}


def test_what_the_emulator_cannot_do_is_refused_at_once_and_logged(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.up()

    with pytest.raises(ClientError) as refused:
        client(sandbox, "rds").describe_db_major_engine_versions()

    lines = [json.loads(line) for line in (tmp_path / "sandbox" / "requests.log").read_text().splitlines()]
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 501
    assert refused.value.response["ResponseMetadata"]["RetryAttempts"] == 0
    assert lines[-1]["action"] == "DescribeDBMajorEngineVersions"
    assert lines[-1]["status"] == 501


def test_the_key_keeps_its_rotation_period(sandbox: Sandbox) -> None:
    sandbox.up()
    keys = client(sandbox, "kms")
    key = keys.create_key()["KeyMetadata"]["KeyId"]

    keys.enable_key_rotation(KeyId=key, RotationPeriodInDays=180)

    assert keys.get_key_rotation_status(KeyId=key)["RotationPeriodInDays"] == 180


@pytest.mark.parametrize(
    ("service", "call"),
    [("sqs", "list_queues"), ("rds", "describe_db_instances"), ("ec2", "describe_vpcs"), ("s3", "list_buckets")],
)
def test_a_fault_on_order_is_an_error_that_clients_understand(sandbox: Sandbox, service: str, call: str) -> None:
    running = sandbox.up()
    fault = {"service": service, "action": "*", "status": 403, "code": "AccessDenied", "times": 1}
    ordered = urllib.request.Request(
        f"{running.url}/platformctl/faults/{running.id}", method="PUT", data=json.dumps([fault]).encode()
    )
    urllib.request.urlopen(ordered, timeout=10).close()

    with pytest.raises(ClientError) as refused:
        getattr(client(sandbox, service), call)()
    again = getattr(client(sandbox, service), call)()

    assert refused.value.response["Error"]["Code"] == "AccessDenied"
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403
    assert again["ResponseMetadata"]["HTTPStatusCode"] == 200


def test_only_who_knows_the_emulators_id_orders_faults(sandbox: Sandbox) -> None:
    running = sandbox.up()
    ordered = urllib.request.Request(f"{running.url}/platformctl/faults/other", method="PUT", data=b"[]")

    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(ordered, timeout=10)


def test_the_metrics_of_a_bucket_are_kept_and_their_end_is_not_the_buckets(sandbox: Sandbox) -> None:
    sandbox.up()
    s3 = client(sandbox, "s3")
    s3.create_bucket(Bucket="files", CreateBucketConfiguration={"LocationConstraint": REGION})

    s3.put_bucket_metrics_configuration(Bucket="files", Id="all", MetricsConfiguration={"Id": "all"})
    kept = s3.get_bucket_metrics_configuration(Bucket="files", Id="all")["MetricsConfiguration"]
    s3.delete_bucket_metrics_configuration(Bucket="files", Id="all")
    with pytest.raises(ClientError) as gone:
        s3.get_bucket_metrics_configuration(Bucket="files", Id="all")
    with pytest.raises(ClientError) as unknown:
        s3.delete_bucket_analytics_configuration(Bucket="files", Id="all")

    assert kept == {"Id": "all"}
    assert gone.value.response["Error"]["Code"] == "NoSuchConfiguration"
    assert unknown.value.response["ResponseMetadata"]["HTTPStatusCode"] == 501
    assert [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]] == ["files"]


def test_a_bucket_whose_policy_denies_on_conditions_can_be_used(sandbox: Sandbox) -> None:
    sandbox.up()
    s3 = client(sandbox, "s3")
    s3.create_bucket(Bucket="files", CreateBucketConfiguration={"LocationConstraint": REGION})
    deny = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}
    on_condition = {**deny, "Condition": {"Bool": {"aws:SecureTransport": "false"}}}

    s3.put_bucket_policy(Bucket="files", Policy=json.dumps({"Version": "2012-10-17", "Statement": [on_condition]}))
    s3.put_object(Bucket="files", Key="one", Body=b"1")
    s3.put_bucket_policy(Bucket="files", Policy=json.dumps({"Version": "2012-10-17", "Statement": [deny]}))
    with pytest.raises(ClientError) as denied:
        s3.put_object(Bucket="files", Key="two", Body=b"2")

    assert denied.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403


def test_an_endpoint_that_was_deleted_is_gone(sandbox: Sandbox) -> None:
    sandbox.up()
    network = client(sandbox, "ec2")
    asked = {"VpcId": VPC_ID, "ServiceName": f"com.amazonaws.{REGION}.sqs", "VpcEndpointType": "Interface"}
    endpoint = network.create_vpc_endpoint(**asked, SubnetIds=[*SUBNETS])["VpcEndpoint"]["VpcEndpointId"]

    network.delete_vpc_endpoints(VpcEndpointIds=[endpoint])

    assert network.describe_vpc_endpoints()["VpcEndpoints"] == []
    with pytest.raises(ClientError) as gone:
        network.describe_vpc_endpoints(VpcEndpointIds=[endpoint])
    assert gone.value.response["Error"]["Code"] == "InvalidVpcEndpointId.NotFound"


def test_a_rule_about_a_list_of_addresses_keeps_its_description(sandbox: Sandbox) -> None:
    sandbox.up()
    network = client(sandbox, "ec2")
    group = network.create_security_group(GroupName="jobs", Description="Jobs", VpcId=VPC_ID)["GroupId"]
    listed = network.describe_managed_prefix_lists(
        Filters=[{"Name": "prefix-list-name", "Values": [f"com.amazonaws.{REGION}.s3"]}]
    )["PrefixLists"][0]["PrefixListId"]
    target = {"PrefixListId": listed, "Description": "Files"}

    network.authorize_security_group_egress(
        GroupId=group,
        IpPermissions=[{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "PrefixListIds": [target]}],
    )

    rules = network.describe_security_group_rules(Filters=[{"Name": "group-id", "Values": [group]}])
    assert [each["Description"] for each in rules["SecurityGroupRules"] if each.get("PrefixListId") == listed] == [
        "Files"
    ]
