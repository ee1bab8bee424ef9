"""Bad days in the cloud: told in words, on record half-way, and gone on from."""

import pytest
from tests.lifecycle.sandboxed import Sandboxed

pytestmark = pytest.mark.lifecycle
STACK = "dev/queue/jobs"
CREATE = ("create", "queue", "jobs", "--yes")
DENIED = {"service": "sqs", "action": "CreateQueue", "status": 403, "code": "AccessDenied", "after": 1}
BUSY = (
    {"service": "sqs", "action": "CreateQueue", "status": 400, "code": "ThrottlingException", "times": 2},
    {"service": "sqs", "action": "SetQueueAttributes", "status": 503, "code": "ServiceUnavailable", "times": 2},
)


ANSWERS = ((400, "ServiceQuotaExceededException"), (400, "QueueDeletedRecently"), (403, "ExpiredToken"))


def refused(sandboxed: Sandboxed, status: int, code: str) -> str:
    """Try to create the queue while the cloud answers so; return what was said."""
    sandboxed.order({"service": "sqs", "action": "CreateQueue", "status": status, "code": code})
    said = sandboxed.project.run(*CREATE)
    assert said.code == 1
    return joined(said.stderr)


def test_a_create_that_fails_half_way_says_how_far_it_came_and_goes_on_from_there(sandboxed: Sandboxed) -> None:
    project = sandboxed.project
    sandboxed.order(DENIED)

    failed = project.run(*CREATE)
    shown, left = project.show(STACK), sandboxed.holdings()["queues"]
    sandboxed.order(*BUSY)
    again = project.run(*CREATE)
    sandboxed.order()

    partial = shown["partial"]
    assert failed.code == 1
    assert "The cloud does not allow this (AccessDenied)." in joined(failed.stderr)
    assert "Failed: aws_sqs_queue.this." in joined(failed.stderr)
    assert partial["failed"] == ["module.this.aws_sqs_queue.this"]
    assert "module.this.aws_sqs_queue.dead_letters" in partial["made"]
    assert "module.this.aws_sqs_queue_policy.this" in partial["not_started"]
    assert ["dead-letters" in url for url in left] == [True]
    assert shown["status"] == "failed"
    assert again.code == 0
    assert project.show(STACK)["partial"] is None
    assert len(sandboxed.holdings()["queues"]) == 2
    assert project.run("plan", "--detailed-exitcode").code == 0


def test_what_keeps_a_queue_from_being_made_is_told_in_words_and_not_tried_for_minutes(sandboxed: Sandboxed) -> None:
    quota, taken, expired = (refused(sandboxed, status, code) for status, code in ANSWERS)

    assert "A quota of the account is used up (ServiceQuotaExceededException)." in quota
    assert "The cloud has something of this name already (QueueDeletedRecently)." in taken
    assert "The credentials have expired (ExpiredToken)." in expired
    assert ["Failed: aws_sqs_queue.dead_letters." in said for said in (quota, taken, expired)] == [True] * 3
    assert sandboxed.calls().count("sqs:CreateQueue") == 3


def test_a_plan_that_may_not_look_says_so(sandboxed: Sandboxed) -> None:
    sandboxed.order({"service": "sts", "action": "GetCallerIdentity", "status": 403, "code": "AccessDenied"})

    said = sandboxed.project.run("create", "queue", "jobs", "--plan-only")

    assert said.code == 1
    assert "The cloud does not allow this (AccessDenied)." in joined(said.stderr)


def joined(text: str) -> str:
    """Undo the wrapping of lines."""
    return " ".join(text.split())
