"""The main job, for a queue."""

import json
from typing import Any

import pytest
from tests.lifecycle.sandboxed import Sandboxed

from platformctl.sandbox.ground_ids import SANDBOX_CONTEXT

pytestmark = pytest.mark.lifecycle
STACK = "dev/queue/jobs"


def attributes(sandboxed: Sandboxed, url: str) -> dict[str, Any]:
    """Return what the cloud says of a queue."""
    told = sandboxed.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["All"])
    return dict(told["Attributes"])


def test_a_queue_is_made_encrypted_with_dead_letters_then_changes_and_plain_terraform_agrees(
    sandboxed: Sandboxed,
) -> None:
    project = sandboxed.project

    created = project.run("create", "queue", "jobs", "--yes", "--output", "json")
    outputs = {name: output["value"] for name, output in created.document["outputs"].items()}
    seen = attributes(sandboxed, outputs["url"])
    plain = [sandboxed.plain_terraform(STACK, *words) for words in (["init"], ["plan", "-detailed-exitcode"])]
    changed = project.run("change", STACK, "--retention-days", "7", "--max-receives", "3", "--yes")
    second = project.run("plan", "--detailed-exitcode")

    assert (created.code, changed.code, second.code) == (0, 0, 0)
    assert plain == [0, 0]
    assert seen["KmsMasterKeyId"] == SANDBOX_CONTEXT["key"]["arn"]
    assert json.loads(seen["RedrivePolicy"])["deadLetterTargetArn"] == outputs["dead_letter_arn"]
    assert "aws:SecureTransport" in seen["Policy"]
    after = attributes(sandboxed, outputs["url"])
    assert (seen["MessageRetentionPeriod"], after["MessageRetentionPeriod"]) == ("345600", "604800")
    assert json.loads(after["RedrivePolicy"])["maxReceiveCount"] == 3
    assert project.run("outputs", STACK, "url").stdout == f"{outputs['url']}\n"


def test_a_queue_goes_only_by_its_name_and_leaves_nothing(sandboxed: Sandboxed) -> None:
    project = sandboxed.project
    project.run("sandbox", "up")
    before = sandboxed.holdings()
    created = project.run("create", "queue", "jobs", "--yes")

    refused = project.run("destroy", STACK, "--yes")
    destroyed = project.run("destroy", STACK, "--confirm", "jobs")
    again = project.run("create", "queue", "jobs", "--plan-only")

    assert (created.code, refused.code, destroyed.code, again.code) == (0, 3, 0, 0)
    assert sandboxed.holdings() == before
    assert "to create" in again.stdout
    assert project.kinds_of_events(STACK)[-1] == "destroyed"


@pytest.mark.campaign
def test_a_queue_can_come_again_under_its_name(sandboxed: Sandboxed) -> None:
    project = sandboxed.project
    codes = [
        project.run(*words).code
        for words in (
            ("create", "queue", "jobs", "--yes"),
            ("destroy", STACK, "--confirm", "jobs"),
            ("create", "queue", "jobs", "--yes"),
            ("plan", "--detailed-exitcode"),
        )
    ]

    assert codes == [0, 0, 0, 0]
    assert len(sandboxed.holdings()["queues"]) == 2
