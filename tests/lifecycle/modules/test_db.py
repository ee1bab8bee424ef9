"""The db module, applied for real: two databases side by side, seen by an independent client, gone again."""

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from platformctl.sandbox.ground_ids import SANDBOX_CONTEXT

if TYPE_CHECKING:
    from tests.lifecycle.modules.conftest import World

pytestmark = [
    pytest.mark.lifecycle,
    pytest.mark.campaign,
]  # the ways of the product run in tests/lifecycle/test_*_path.py


def test_two_databases_live_side_by_side_private_and_encrypted_and_go_again(world: "World") -> None:
    orders, billing = world.write("dev/db/orders"), world.write("prod/db/billing", engine_version="16", size="medium")

    with ThreadPoolExecutor(2) as pool:
        codes = list(pool.map(world.apply, [orders, billing]))
    first, second = world.client("rds").describe_db_instances()["DBInstances"]
    gone = world.run(orders, "destroy", "-auto-approve")

    assert codes == [(0, 0), (0, 0)]
    assert first["DbiResourceId"] != second["DbiResourceId"]
    assert {first["KmsKeyId"], second["KmsKeyId"]} == {SANDBOX_CONTEXT["key"]["arn"]}
    assert first["StorageEncrypted"]
    assert not first["PubliclyAccessible"]
    assert (first["BackupRetentionPeriod"], second["BackupRetentionPeriod"]) == (3, 30)
    assert (first["MultiAZ"], second["MultiAZ"]) == (False, True)
    assert subnets_of(first) == set(SANDBOX_CONTEXT["network"]["private_subnet_ids"])
    assert second["DeletionProtection"]
    assert gone == 0
    assert [left["DBInstanceIdentifier"] for left in world.client("rds").describe_db_instances()["DBInstances"]] == [
        "acme-prod-billing"
    ]


def subnets_of(instance: dict[str, dict[str, list[dict[str, str]]]]) -> set[str]:
    return {subnet["SubnetIdentifier"] for subnet in instance["DBSubnetGroup"]["Subnets"]}


@pytest.mark.campaign
def test_a_database_grows_is_upgraded_and_its_name_can_come_and_go(world: "World") -> None:
    orders = world.write("dev/db/orders", engine_version="16")
    created = world.apply(orders)

    world.write("dev/db/orders", engine_version="17", size="medium", storage_gb=50)
    changed = world.apply(orders)
    (seen,) = world.client("rds").describe_db_instances()["DBInstances"]
    gone = world.run(orders, "destroy", "-auto-approve")
    again = world.apply(orders)

    assert (created, changed, gone, again) == ((0, 0), (0, 0), 0, (0, 0))
    assert (seen["DBInstanceClass"], seen["AllocatedStorage"], seen["EngineVersion"]) == ("db.m7g.large", 50, "17")


@pytest.mark.campaign
def test_a_protected_database_goes_in_two_steps_and_leaves_a_snapshot(world: "World") -> None:
    billing = world.write("prod/db/billing")
    world.apply(billing)

    refused = world.run(billing, "destroy", "-auto-approve")
    values = (billing / "terraform.tfvars.json").read_text()
    (billing / "terraform.tfvars.json").write_text(
        values.replace('"deletion_protection": true', '"deletion_protection": false')
    )
    disarmed = world.apply(billing)
    gone = world.run(billing, "destroy", "-auto-approve")

    manual = world.client("rds").describe_db_snapshots(SnapshotType="manual")["DBSnapshots"]
    assert (refused, disarmed, gone) == (1, (0, 0), 0)
    assert [snapshot["DBSnapshotIdentifier"].rpartition("-")[0] for snapshot in manual] == ["acme-prod-billing-final"]
