"""The main job, for a function: code from a bucket, rights from a binding, seen and judged from outside, gone again."""

import io
import zipfile
from typing import Any

import pytest
from tests.lifecycle.iam_judge import Statement, held_against
from tests.lifecycle.sandboxed import Sandboxed

from platformctl.sandbox.ground_ids import REGION, SANDBOX_CONTEXT, VPC_CIDR

pytestmark = pytest.mark.lifecycle
STACK = "dev/function/thumbnails"
KEY = SANDBOX_CONTEXT["key"]["arn"]
SEND = ["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:SendMessage"]
LAMBDAS_OWN = {"NetworkInterfaces", "NotByTheCode"}
"""Statements about what has no name yet, and by a condition that parliament does not know."""


def released(sandboxed: Sandboxed, *answers: str) -> list[str]:
    """Store a version of the code for each answer; return how the contract names them."""
    s3 = sandboxed.client("s3")
    s3.create_bucket(Bucket="acme-releases", CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_bucket_versioning(Bucket="acme-releases", VersioningConfiguration={"Status": "Enabled"})
    stored = [s3.put_object(Bucket="acme-releases", Key="thumbnails.zip", Body=packed(one)) for one in answers]
    return [f"s3://acme-releases/thumbnails.zip@{each['VersionId']}" for each in stored]


def packed(answer: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("index.py", f"def handler(event, context):\n    return {answer!r}\n")
    return content.getvalue()


def function(sandboxed: Sandboxed) -> dict[str, Any]:
    """Return what the cloud says of the one function that it has."""
    (found,) = sandboxed.client("lambda").list_functions()["Functions"]
    told: dict[str, Any] = sandboxed.client("lambda").get_function(FunctionName=found["FunctionName"])
    return {**told["Configuration"], **told["Concurrency"]}


def rights(sandboxed: Sandboxed) -> list[Statement]:
    """Return the statements of the function's role."""
    role, iam = function(sandboxed)["Role"].rpartition("/")[2], sandboxed.client("iam")
    assert iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"] == []
    (name,) = iam.list_role_policies(RoleName=role)["PolicyNames"]
    statements: list[Statement] = iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]["Statement"]
    return statements


def granted(statements: list[Statement]) -> list[tuple[list[str], list[str]]]:
    """Return what the role may do beyond what every function may."""
    return [(each["Action"], each["Resource"]) for each in statements if "Sid" not in each]


def ways(sandboxed: Sandboxed) -> dict[str, Any]:
    """Return where the function's own security group lets in and out, and by which ports."""
    (own,) = function(sandboxed)["VpcConfig"]["SecurityGroupIds"]
    network = sandboxed.client("ec2")
    (group,) = network.describe_security_groups(GroupIds=[own])["SecurityGroups"]
    out = group["IpPermissionsEgress"]
    addresses = [target["CidrIp"] for rule in out for target in rule["IpRanges"]]
    ids = [target["PrefixListId"] for rule in out for target in rule["PrefixListIds"]]
    lists = network.describe_managed_prefix_lists(PrefixListIds=ids)["PrefixLists"]
    services = [each["PrefixListName"].rpartition(".")[2] for each in lists]
    ports = {port for rule in out for port in (rule["FromPort"], rule["ToPort"])}
    return {"in": group["IpPermissions"], "out": [*addresses, *services], "ports": ports}


def safety(seen: dict[str, Any]) -> dict[str, Any]:
    return {
        "key": seen["KMSKeyArn"],
        "subnets": set(seen["VpcConfig"]["SubnetIds"]),
        "limit": seen["ReservedConcurrentExecutions"],
        "log": seen["LoggingConfig"]["LogGroup"],
        "dead letters": seen["DeadLetterConfig"]["TargetArn"].rpartition(":")[2],
    }


PROMISED = {
    "key": KEY,
    "subnets": set(SANDBOX_CONTEXT["network"]["private_subnet_ids"]),
    "limit": 10,
    "log": "/aws/lambda/acme-dev-thumbnails",
    "dead letters": "acme-dev-thumbnails_dead-letters",
}


def test_a_function_may_do_what_its_binding_says_takes_a_new_release_and_goes_leaving_nothing(
    sandboxed: Sandboxed,
) -> None:
    project = sandboxed.project
    queue = project.run("create", "queue", "jobs", "--yes", "--output", "json")
    (first, second), before = released(sandboxed, "one", "two"), sandboxed.holdings()

    words = ("--code", first, "--variables", "LOG_LEVEL=info", "--bind", "queue/jobs:send", "--yes")
    created = project.run("create", "function", "thumbnails", *words)
    made, allowed, open_ways = function(sandboxed), rights(sandboxed), ways(sandboxed)
    changed = project.run("change", STACK, "--code", second, "--yes")
    again, after = project.run("plan", STACK, "--detailed-exitcode"), function(sandboxed)
    gone = project.run("destroy", STACK, "--confirm", "thumbnails")

    assert [said.code for said in (queue, created, changed, again, gone)] == [0, 0, 0, 0, 0]
    outputs = {name: output["value"] for name, output in queue.document["outputs"].items()}
    assert made["Environment"]["Variables"] == {"LOG_LEVEL": "info", "QUEUE_URL": outputs["url"]}
    assert safety(made) == safety(after) == PROMISED
    assert open_ways == {"in": [], "out": [VPC_CIDR, "s3"], "ports": {443}}
    assert made["CodeSha256"] != after["CodeSha256"]
    assert granted(allowed) == [(SEND, [outputs["arn"]]), (["kms:Decrypt", "kms:GenerateDataKey"], [KEY])]
    assert held_against([each for each in allowed if each.get("Sid") not in LAMBDAS_OWN]) == set()
    assert sandboxed.holdings() == before


def test_the_judge_from_outside_knows_which_actions_there_are_and_what_they_take() -> None:
    wrong = {
        "Effect": "Allow",
        "Action": ["sqs:SendMessages"],
        "Resource": ["arn:aws:sqs:eu-central-1:123456789012:jobs"],
    }
    misplaced = {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["arn:aws:s3:::acme-releases"]}

    assert held_against([wrong]) == {"UNKNOWN_ACTION"}
    assert held_against([misplaced]) == {"RESOURCE_MISMATCH"}
