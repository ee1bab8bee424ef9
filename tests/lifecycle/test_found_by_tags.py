"""Killed between request and answer: what the cloud named itself is found by its tags, and nothing is made twice."""

import time
from collections import Counter
from typing import Any

import pytest
from tests.lifecycle.killing import kill
from tests.lifecycle.sandboxed import Sandboxed

pytestmark = pytest.mark.lifecycle
STACK = "dev/network/core"
CREATE = ("create", "network", "core", "--size", "small", "--cidr", "10.60.0.0/16", "--yes")
NEVER = 600.0
"""Seconds that an answer takes which nobody lives to hear."""
FIRST = {"ec2:CreateVpc": 1}
SECOND = {"ec2:CreateSubnet": 3, "ec2:CreateRouteTable": 1, "ec2:CreateSecurityGroup": 1, "ec2:CreateFlowLogs": 1}
THIRD = {"ec2:CreateVpcEndpoint": 4, "ec2:AuthorizeSecurityGroupIngress": 1, "ec2:AssociateRouteTable": 3}
"""What the cloud has done in each attempt, and could not say any more."""
MORE = {"networks": 1, "subnets": 3, "endpoints": 4, "flow logs": 1}


def killed_once(sandboxed: Sandboxed, words: tuple[str, ...], done: dict[str, int]) -> None:
    """Let the cloud do what it is asked for and say nothing of it; kill everybody who waits for its answers."""
    calls = (call.split(":") for call in done)
    sandboxed.order(*({"service": service, "action": action, "silence": NEVER} for service, action in calls))
    asked = Counter(sandboxed.calls())
    said = sandboxed.project.root.with_name("said")
    with said.open("w") as stderr:
        process = sandboxed.project.start(*words, stderr=stderr)
    while process.poll() is None and not done.items() <= (Counter(sandboxed.calls()) - asked).items():
        time.sleep(0.05)
    assert process.poll() is None, said.read_text()
    kill(process, "both")
    process.wait()
    sandboxed.order()


def steps(sandboxed: Sandboxed, stack: str) -> list[list[str]]:
    """Return what each settling did."""
    records = sandboxed.project.records()
    told: list[Any] = [event.body["steps"] for event in records.events(stack) if event.type == "settled"]
    records.close()
    return told


@pytest.mark.campaign
def test_a_network_killed_between_requests_and_answers_is_made_once(sandboxed: Sandboxed) -> None:
    project = sandboxed.project
    project.run("sandbox", "up")
    before = sandboxed.holdings()

    for done in (FIRST, SECOND, THIRD):
        killed_once(sandboxed, CREATE, done)
    created = project.run(*CREATE)
    second = project.run("plan", "--detailed-exitcode")

    held = sandboxed.holdings()
    told = steps(sandboxed, STACK)
    assert (created.code, second.code) == (0, 0)
    assert {what: len(held[what]) - len(before[what]) for what in MORE} == MORE
    assert held["security groups"].count("acme-dev-core-network-endpoints") == 1
    assert [sum("found by its tags" in step for step in one) for one in told] == [1, 6, 5]
    assert sum("found and imported module.this.aws_route_table_association" in step for step in told[-1]) == 3
    assert not [step for one in told for step in one if "may exist" in step]


def test_a_queue_killed_between_request_and_answer_is_kept_as_it_is(sandboxed: Sandboxed) -> None:
    project, create = sandboxed.project, ("create", "queue", "jobs", "--yes")
    project.run("sandbox", "up")

    killed_once(sandboxed, create, {"sqs:CreateQueue": 1})
    (made,) = sandboxed.holdings()["queues"]
    settled = project.run("settle", "dev/queue/jobs", "--output", "json")

    (told,) = steps(sandboxed, "dev/queue/jobs")
    assert settled.code == 0
    assert told[-1] == f"found by its tags and imported module.this.aws_sqs_queue.dead_letters ({made})"
    assert sandboxed.holdings()["queues"] == [made]
    assert project.run("plan", "dev/queue/jobs").code == 0
