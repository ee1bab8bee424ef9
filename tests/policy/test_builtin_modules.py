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
@pytest.mark.parametrize("kind", ["bucket", "db", "queue"])
def test_a_kind_keeps_all_its_promises(judge: Judge, kind: str, tier: str) -> None:
    verdict = enforce(judge(kind, {}, tier))

    assert verdict.guarantees
    assert {proof.standing for proof in verdict.guarantees} == {"proven"}


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


def test_a_stack_without_an_owner_is_stopped(judge: Judge) -> None:
    assert broken(judge("queue", {}, tags={"team": "payments"})) == {"Everything says whose it is."}


def test_a_finding_names_the_file_in_the_project(judge: Judge) -> None:
    verdict = judge("db", {PRIVATE: "publicly_accessible = true"})

    assert verdict.objections[0].file == "vendor/modules/db/1.0.0/main.tf"
