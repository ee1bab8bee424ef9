"""The main job, for a database: from words to what an independent client sees, and back to nothing."""

from typing import Any

import pytest
from tests.lifecycle.sandboxed import Sandboxed

from platformctl.sandbox.ground_ids import SANDBOX_CONTEXT

pytestmark = pytest.mark.lifecycle
STACK = "dev/db/orders"


def instance(sandboxed: Sandboxed) -> dict[str, Any]:
    """Return the one database that the cloud has."""
    (found,) = sandboxed.client("rds").describe_db_instances()["DBInstances"]
    return dict(found)


def test_a_database_is_made_private_and_encrypted_then_grows_and_plain_terraform_agrees(sandboxed: Sandboxed) -> None:
    project = sandboxed.project

    created = project.run("create", "db", "orders", "--yes", "--output", "json")
    seen, plain = instance(sandboxed), [sandboxed.plain_terraform(STACK, *words) for words in (["init"], PLAN)]
    changed = project.run("change", STACK, "--size", "medium", "--yes")
    second = project.run("plan", "--detailed-exitcode")

    assert (created.code, changed.code, second.code) == (0, 0, 0)
    assert plain == [0, 0]
    assert created.document["outputs"]["endpoint"]["value"] == seen["Endpoint"]["Address"]
    assert safety(seen) == {
        "encrypted": True,
        "key": SANDBOX_CONTEXT["key"]["arn"],
        "public": False,
        "backups": 3,
        "subnets": set(SANDBOX_CONTEXT["network"]["private_subnet_ids"]),
    }
    assert (seen["DBInstanceClass"], instance(sandboxed)["DBInstanceClass"]) == ("db.t4g.medium", "db.m7g.large")
    assert told(sandboxed) == {"list": ["applied"], "size": "medium", "outputs": created.document["outputs"]}
    assert project.kinds_of_events(STACK) == [*RUN, *RUN]


PLAN = ["plan", "-detailed-exitcode"]
RUN = ["started", "judged", "judged", "planned", "applying", "applied"]


def safety(seen: dict[str, Any]) -> dict[str, Any]:
    return {
        "encrypted": seen["StorageEncrypted"],
        "key": seen["KmsKeyId"],
        "public": seen["PubliclyAccessible"],
        "backups": seen["BackupRetentionPeriod"],
        "subnets": {subnet["SubnetIdentifier"] for subnet in seen["DBSubnetGroup"]["Subnets"]},
    }


def told(sandboxed: Sandboxed) -> dict[str, Any]:
    """Return what the reading commands say to a program."""
    project = sandboxed.project
    return {
        "list": [stack["status"] for stack in project.run("list", "--output", "json").document["stacks"]],
        "size": project.show(STACK)["request"]["inputs"]["size"],
        "outputs": project.run("outputs", STACK, "--output", "json").document["outputs"],
    }


def test_a_database_goes_only_by_its_name_and_leaves_nothing(sandboxed: Sandboxed) -> None:
    project = sandboxed.project
    project.run("sandbox", "up")
    before = sandboxed.holdings()
    created = project.run("create", "db", "orders", "--yes")

    refused = project.run("destroy", STACK, "--yes")
    still = instance(sandboxed)["DBInstanceStatus"]
    destroyed = project.run("destroy", STACK, "--confirm", "orders")
    again = project.run("create", "db", "orders", "--plan-only")

    assert (created.code, refused.code, destroyed.code, again.code) == (0, 3, 0, 0)
    assert "--confirm" in refused.stderr
    assert still == "available"
    assert sandboxed.holdings() == before
    assert "to create" in again.stdout
    assert project.kinds_of_events(STACK)[-1] == "destroyed"


@pytest.mark.campaign
def test_a_database_can_come_again_under_its_name(sandboxed: Sandboxed) -> None:
    project = sandboxed.project
    codes = [
        project.run(*words).code
        for words in (
            ("create", "db", "orders", "--yes"),
            ("destroy", STACK, "--confirm", "orders"),
            ("create", "db", "orders", "--yes"),
            ("plan", "--detailed-exitcode"),
        )
    ]

    assert codes == [0, 0, 0, 0]
    assert instance(sandboxed)["DBInstanceIdentifier"] == "acme-dev-orders"
