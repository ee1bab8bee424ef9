"""The built-in kinds keep what they promise, in every tier; variants that don't are stopped, and for that reason."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from platformctl.catalog.contract import Contract
from platformctl.errors import Blocked
from platformctl.policy.conversation import Worker
from platformctl.policy.judging import Rules, judge_configuration
from platformctl.policy.packs import Pack
from platformctl.policy.verdict import Verdict, enforce

pytestmark = pytest.mark.lifecycle
PRIVATE = "publicly_accessible    = false"
NOT_REACHABLE = "Not reachable from the internet."
INSTANCE = 'resource "aws_db_instance" "this" {\n'
HIDING = 'locals {\n  internal = var.names.db == ""\n}\n'
Judge = Callable[..., Verdict]


@pytest.fixture
def judge(shared_worker: Worker, builtin: Pack, tmp_path: Path, assemble: Callable[..., Contract]) -> Judge:
    """Judge the configuration of a kind, with some texts of its module changed."""

    def judge(kind: str, changes: Mapping[str, str], tier: Any = "dev", **more: Any) -> Verdict:
        contract = assemble(kind, tier, changes, **more)
        scan = shared_worker.configuration(tmp_path / "stacks/dev" / kind / "orders", tmp_path)
        return judge_configuration(scan, Rules(contract, tier, [builtin]), {})

    return judge


def broken(verdict: Verdict) -> set[str]:
    """Return the promises that are not kept."""
    with pytest.raises(Blocked):
        enforce(verdict)
    return {finding.guarantee for finding in verdict.objections}


@pytest.mark.parametrize("tier", ["dev", "staging", "prod"])
@pytest.mark.parametrize("kind", ["bucket", "db", "function", "network", "queue"])
def test_a_kind_keeps_all_its_promises(judge: Judge, kind: str, tier: str) -> None:
    verdict = enforce(judge(kind, {}, tier))

    proven = {proof.promise for proof in verdict.guarantees if proof.standing == "proven"}
    pending = {proof.promise for proof in verdict.guarantees if proof.standing == "pending"}
    assert proven
    assert pending == ONLY_A_PLAN_TELLS.get(kind, set())
    assert len(proven | pending) == len(verdict.guarantees)


ONLY_A_PLAN_TELLS = {
    "function": {
        "Connects to the private network and to S3 only, by TLS, and where its bindings lead.",
        "Its role may do what its bindings say and what it needs itself, each action and each object by name.",
        "Only the cloud's own services take on its role.",
    }
}


@pytest.mark.parametrize(
    "public",
    [
        "true",
        'var.names.db == "acme-dev-orders"',
        '!(var.tags.owner == "nobody")',
        'lookup({ public = true }, "public", false)',
        "var.high_availability || true",
        'var.backup_retention_days > 0 && var.names.db != ""',
    ],
)
def test_a_public_database_is_stopped_however_it_is_written(judge: Judge, public: str) -> None:
    verdict = judge("db", {PRIVATE: f"publicly_accessible = {public}"})

    assert NOT_REACHABLE in broken(verdict)


def test_a_local_that_hides_a_public_database_is_stopped(judge: Judge) -> None:
    verdict = judge("db", {INSTANCE: HIDING + INSTANCE, PRIVATE: "publicly_accessible = !local.internal"})

    assert NOT_REACHABLE in broken(verdict)


@pytest.mark.parametrize(
    ("old", "new", "promise"),
    [
        ("storage_encrypted     = true", "storage_encrypted = false", "Encrypted at rest with the environment's key."),
        ('value = "1"\n', 'value = "0"\n', "Connections by TLS only."),
        (
            "referenced_security_group_id = aws_security_group.client.id",
            'cidr_ipv4 = "0.0.0.0/0"',
            "Only members of the client security group get in.",
        ),
    ],
)
def test_a_database_that_breaks_its_promise_is_stopped(judge: Judge, old: str, new: str, promise: str) -> None:
    assert promise in broken(judge("db", {old: new}))


@pytest.mark.parametrize(
    ("old", "new", "promise"),
    [
        ('"Deny"', '"Allow"', "Its policy lets nobody in; only the policies of those who need it do."),
        ('Transport" = "false"', 'Transport" = "true"', "Requests by TLS only."),
        (
            "aws_sqs_queue.dead_letters.arn\n    max",
            '"x"\n    max',
            "What could not be worked on is put aside, not lost.",
        ),
    ],
)
def test_a_queue_that_breaks_its_promise_is_stopped(judge: Judge, old: str, new: str, promise: str) -> None:
    assert promise in broken(judge("queue", {old: new}))


@pytest.mark.parametrize(
    ("old", "new", "promise"),
    [
        (
            "block_public_policy     = true",
            "block_public_policy = false",
            "Closed to the public, whatever its policy or",
        ),
        ("kms_master_key_id = var.key.arn", 'kms_master_key_id = ""', "Encrypted at rest with the environment's key."),
        ('"Enabled"\n  }\n}', '"Suspended"\n  }\n}', "What was overwritten or deleted can be fetched back."),
        ('Transport" = "false"', 'Transport" = "true"', "Requests by TLS only."),
        ("force_destroy = false", "force_destroy = true", "While it holds anything, it can't be destroyed."),
        ('"OurKeyOnly"', '"Whatever"', "Nobody can store anything under another key."),
    ],
)
def test_a_bucket_that_breaks_its_promise_is_stopped(judge: Judge, old: str, new: str, promise: str) -> None:
    assert [said for said in broken(judge("bucket", {old: new})) if said.startswith(promise)]


@pytest.mark.parametrize(
    ("old", "new", "promise"),
    [
        ("= var.key.arn\n\n  vpc", '= ""\n\n  vpc', "Its environment variables are encrypted with"),
        ("executions = var.concurrency", "executions = -1", "It can't take more of the account's concurrency than"),
        ("= var.network.private_subnet_ids", "= []", "Runs in the environment's private subnets"),
        ("target_arn = aws_sqs_queue.dead_letters.arn", 'target_arn = ""', "Calls that failed are put aside"),
        ("log_group             = aws_cloudwatch_log_group.this.name\n", "", "What it says goes to a log group"),
    ],
)
def test_a_function_that_breaks_its_promise_is_stopped(judge: Judge, old: str, new: str, promise: str) -> None:
    assert [said for said in broken(judge("function", {old: new})) if said.startswith(promise)]


@pytest.mark.parametrize(
    ("old", "new", "promise"),
    [
        (
            "map_public_ip_on_launch = false",
            "map_public_ip_on_launch = true",
            "Nothing in it gets a public address.",
        ),
        ("  egress  = []\n", "", "What names no security group of its own is shut off."),
        (
            "private_dns_enabled = true",
            "private_dns_enabled = false",
            "The cloud's services are reached inside the network, under their usual names.",
        ),
        ('"OwnAccountOnly"', '"Whatever"', "Its endpoints let identities of its own account through, nobody else."),
        (
            "aws_vpc.this.cidr_block\n  from_port",
            '"10.0.0.0/8"\n  from_port',
            "Its endpoints take TLS from its own addresses only.",
        ),
        ('"ALL"', '"REJECT"', "All its traffic is written down, let through or not."),
    ],
)
def test_a_network_that_breaks_its_promise_is_stopped(judge: Judge, old: str, new: str, promise: str) -> None:
    assert promise in broken(judge("network", {old: new}))


WAY_OUT = """
resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id
}
resource "aws_route" "this" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this.id
}
"""


def test_a_network_with_a_way_to_the_internet_is_stopped_although_it_promises_nothing_about_gateways(
    judge: Judge,
) -> None:
    begin = 'resource "aws_route_table" "private" {\n'

    verdict = judge("network", {begin: WAY_OUT + begin})

    assert {finding.check for finding in verdict.objections} == {"PCTL_NETWORK_ROUTES", "PCTL_NETWORK_NO_GATEWAY"}


def test_a_stack_without_an_owner_is_stopped(judge: Judge) -> None:
    assert broken(judge("queue", {}, tags={"team": "payments"})) == {"Everything says whose it is."}


def test_a_finding_names_the_file_in_the_project(judge: Judge) -> None:
    verdict = judge("db", {PRIVATE: "publicly_accessible = true"})

    assert verdict.objections[0].file == "vendor/modules/db/1.0.0/main.tf"
