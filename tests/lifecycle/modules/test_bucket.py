"""The bucket module, applied for real: changed, seen and used by an independent client, gone and made again."""

import json
from typing import TYPE_CHECKING, Any

import pytest

from platformctl.sandbox.ground_ids import SANDBOX_CONTEXT

if TYPE_CHECKING:
    from tests.lifecycle.modules.conftest import World

pytestmark = [
    pytest.mark.lifecycle,
    pytest.mark.campaign,
]  # the ways of the product run in tests/lifecycle/test_*_path.py


def test_a_bucket_is_made_changed_and_goes_once_it_is_empty_and_its_name_can_come_and_go_again(world: "World") -> None:
    files = world.write("dev/bucket/invoices")
    created = world.apply(files)
    name, s3 = world.outputs(files)["name"], world.client("s3")
    s3.put_object(Bucket=name, Key="one", Body=b"1")

    world.write("dev/bucket/invoices", temporary_days=30)
    changed = world.apply(files)
    seen = settings(s3, name)
    refused = world.run(files, "destroy", "-auto-approve")
    version = s3.list_object_versions(Bucket=name)["Versions"][0]["VersionId"]
    s3.delete_object(Bucket=name, Key="one", VersionId=version)
    gone = world.run(files, "destroy", "-auto-approve")
    left = s3.list_buckets()["Buckets"]
    again = world.apply(files)
    gone_again = world.run(files, "destroy", "-auto-approve")

    assert (created, changed, refused, gone, again, gone_again) == ((0, 0), (0, 0), 1, 0, (0, 0), 0)
    assert name.startswith("acme-dev-invoices-")
    assert seen == AS_PROMISED
    assert left == []


AS_PROMISED = {
    "key": SANDBOX_CONTEXT["key"]["arn"],
    "closed": {True},
    "versions": "Enabled",
    "effects": {"Deny"},
    "days": 30,
}


def settings(s3: Any, bucket: str) -> dict[str, Any]:
    """What the cloud says of a bucket."""
    encryption = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"][0]
    policy = json.loads(s3.get_bucket_policy(Bucket=bucket)["Policy"])
    rules = {rule["ID"]: rule for rule in s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]}
    return {
        "key": encryption["ApplyServerSideEncryptionByDefault"]["KMSMasterKeyID"],
        "closed": set(s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"].values()),
        "versions": s3.get_bucket_versioning(Bucket=bucket)["Status"],
        "effects": {statement["Effect"] for statement in policy["Statement"]},
        "days": rules["temporary"]["Expiration"]["Days"],
    }
