"""The queue module, applied for real: changed, seen and used by an independent client, gone again."""

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


def test_a_queue_is_made_changed_used_and_goes_again(world: "World") -> None:
    jobs = world.write("dev/queue/jobs")
    created = world.apply(jobs)

    world.write("dev/queue/jobs", max_receives=9, retention_days=10)
    changed = world.apply(jobs)
    outputs = world.outputs(jobs)
    queue, dead = attributes(world, outputs["url"]), attributes(world, outputs["dead_letter_url"])
    gone = world.run(jobs, "destroy", "-auto-approve")

    assert (created, changed, gone) == ((0, 0), (0, 0), 0)
    assert {queue["KmsMasterKeyId"], dead["KmsMasterKeyId"]} == {SANDBOX_CONTEXT["key"]["arn"]}
    assert queue["MessageRetentionPeriod"] == "864000"
    assert json.loads(queue["RedrivePolicy"]) == {"deadLetterTargetArn": dead["QueueArn"], "maxReceiveCount": 9}
    assert json.loads(dead["RedriveAllowPolicy"])["sourceQueueArns"] == [queue["QueueArn"]]
    assert [statement["Effect"] for statement in json.loads(queue["Policy"])["Statement"]] == ["Deny"]
    assert "QueueUrls" not in world.client("sqs").list_queues()


def attributes(world: "World", url: str) -> dict[str, Any]:
    answer: dict[str, Any] = world.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["All"])
    found: dict[str, Any] = answer["Attributes"]
    return found
