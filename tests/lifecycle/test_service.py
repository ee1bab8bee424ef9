"""A small service of four stacks that use each other, made and taken away by one command each."""

import io
import json
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from tests.lifecycle.iam_judge import held_against
from tests.lifecycle.sandboxed import Sandboxed
from tests.lifecycle.test_function_path import LAMBDAS_OWN

pytestmark = pytest.mark.lifecycle
API, MAIL, ORDERS, CORE = "dev/function/api", "dev/queue/mail", "dev/db/orders", "dev/network/core"
EVERYTHING = (CORE, MAIL, ORDERS, API)


def lay_network_aside(sandboxed: Sandboxed) -> None:
    """Let the environment take its network from a stack, not from the ground of the sandbox."""
    path = sandboxed.project.root / "platform.yaml"
    text = path.read_text("utf-8")
    begin, end = text.index("      network:\n"), text.index("      key:")
    path.write_text(f"{text[:begin]}      network: {{stack: network/core}}\n{text[end:]}", "utf-8")


def uploaded_code(sandboxed: Sandboxed) -> str:
    """Put a function's code into a bucket and return its exact name."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("index.py", "def handler(event, context):\n    return event\n")
    s3 = sandboxed.client("s3")
    place = {"LocationConstraint": sandboxed.credentials["AWS_REGION"]}
    s3.create_bucket(Bucket="acme-code", CreateBucketConfiguration=place)
    s3.put_bucket_versioning(Bucket="acme-code", VersioningConfiguration={"Status": "Enabled"})
    put = s3.put_object(Bucket="acme-code", Key="api.zip", Body=archive.getvalue())
    return f"s3://acme-code/api.zip@{put['VersionId']}"


def requested(sandboxed: Sandboxed) -> list[int]:
    """Request all four and make nothing."""
    project = sandboxed.project
    project.run("sandbox", "up")
    lay_network_aside(sandboxed)
    code = uploaded_code(sandboxed)
    wishes = (
        ("network", "core"),
        ("queue", "mail"),
        ("db", "orders"),
        ("function", "api", "--code", code, "--bind", "db/orders", "--bind", "queue/mail:send"),
    )
    return [project.run("create", *wish, "--plan-only").code for wish in wishes]


def statements(sandboxed: Sandboxed) -> list[dict[str, Any]]:
    """Return what the function's role may do, as the cloud has it."""
    iam = sandboxed.client("iam")
    role = sandboxed.client("lambda").get_function_configuration(FunctionName="acme-dev-api")["Role"].rpartition("/")[2]
    names = iam.list_role_policies(RoleName=role)["PolicyNames"]
    documents = [iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"] for name in names]
    return [statement for document in documents for statement in document["Statement"]]


def allowed(found: list[dict[str, Any]], service: str) -> set[tuple[str, str]]:
    """Return the actions of a service, each with what it may be done to."""
    pairs = {(action, on) for one in found for action in listed(one["Action"]) for on in listed(one["Resource"])}
    return {(action, on) for action, on in pairs if action.startswith(f"{service}:")}


def listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


@contextmanager
def enforcing(sandboxed: Sandboxed) -> Iterator[Callable[[str], Any]]:
    """Let the emulator enforce policies, and give clients that act by the function's role."""
    role = sandboxed.client("lambda").get_function_configuration(FunctionName="acme-dev-api")["Role"]
    keys = sandboxed.client("sts").assume_role(RoleArn=role, RoleSessionName="test")["Credentials"]
    url = sandboxed.credentials["AWS_ENDPOINT_URL"]

    def reset(count: bytes) -> None:
        request = urllib.request.Request(
            f"{url}/moto-api/reset-auth", method="POST", data=count, headers={"Content-Type": "text/plain"}
        )
        urllib.request.urlopen(request, timeout=10).close()

    def client(service: str) -> Any:
        return boto3.client(
            service,
            endpoint_url=url,
            region_name=sandboxed.credentials["AWS_REGION"],
            aws_access_key_id=keys["AccessKeyId"],
            aws_secret_access_key=keys["SecretAccessKey"],
            aws_session_token=keys["SessionToken"],
        )

    reset(b"0")
    try:
        yield client
    finally:
        reset(b"inf")


def is_refused(call: Callable[[], Any]) -> bool:
    """Say whether the cloud answers that this is not allowed."""
    try:
        call()
    except ClientError as error:
        return bool(error.response["ResponseMetadata"]["HTTPStatusCode"] == 403)
    return False


def refusals(sandboxed: Sandboxed, url: str) -> list[bool]:
    """Act by the function's role where the emulator can judge: send, and three things that nobody gave it."""
    with enforcing(sandboxed) as client:
        return [
            is_refused(lambda: client("sqs").send_message(QueueUrl=url, MessageBody="hello")),
            is_refused(lambda: client("sqs").receive_message(QueueUrl=url)),
            is_refused(lambda: client("s3").list_buckets()),
            is_refused(lambda: client("iam").list_users()),
        ]


def test_a_service_is_made_by_one_command_may_do_what_it_is_bound_to_and_goes_in_order(sandboxed: Sandboxed) -> None:
    project = sandboxed.project
    asked = requested(sandboxed)
    before = sandboxed.holdings()

    applied = project.run("apply", "--all", "--yes")
    second = project.run("plan", "--detailed-exitcode")
    outputs = {stack: project.show(stack)["outputs"] for stack in EVERYTHING}
    found = statements(sandboxed)
    bound = json.loads((project.folder(API) / "bindings.json").read_text())["bindings"]

    assert asked == [0, 0, 0, 0]
    assert (applied.code, second.code) == (0, 0)
    assert set(bound) == {"context.network", "db/orders:connect", "queue/mail:send"}
    queue, secret = outputs[MAIL]["arn"]["value"], outputs[ORDERS]["secret_arn"]["value"]
    assert {on for action, on in allowed(found, "sqs") if action == "sqs:SendMessage"} >= {queue}
    assert allowed(found, "secretsmanager") == {
        ("secretsmanager:GetSecretValue", secret),
        ("secretsmanager:DescribeSecret", secret),
    }
    assert held_against([each for each in found if each.get("Sid") not in LAMBDAS_OWN]) == set()
    variables = sandboxed.client("lambda").get_function_configuration(FunctionName="acme-dev-api")["Environment"]
    assert variables["Variables"]["QUEUE_URL"] == outputs[MAIL]["url"]["value"]
    assert variables["Variables"]["PGPASSWORD_SECRET_ARN"] == secret

    assert refusals(sandboxed, outputs[MAIL]["url"]["value"]) == [False, True, True, True]

    refused = project.run("destroy", MAIL, "--confirm", "mail")
    unbound = project.run("unbind", API, "queue/mail", "--yes")
    assert (refused.code, unbound.code) == (3, 0)
    assert API in refused.stderr
    assert queue not in {on for _, on in allowed(statements(sandboxed), "sqs")}

    confirmed = [word for stack in EVERYTHING for word in ("--confirm", stack.rpartition("/")[2])]
    wordless = project.run("destroy", *EVERYTHING, *confirmed[:-2], "--yes")
    destroyed = project.run("destroy", *EVERYTHING, *confirmed, "--yes")
    assert (wordless.code, destroyed.code) == (3, 0)
    assert sandboxed.holdings() == before
