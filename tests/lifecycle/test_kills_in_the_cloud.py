"""SIGKILL at a random moment of `create queue`: what the cloud holds afterwards is what was asked for, once."""

import time

import pytest
from tests.lifecycle.killing import Tell, drawn, kill
from tests.lifecycle.sandboxed import Sandboxed

KILLS = 5
LONGEST = 100.0
"""Seconds that a queue takes to be made."""
STACK = "dev/queue/jobs"
CREATE = ("create", "queue", "jobs", "--yes")


@pytest.mark.campaign
@pytest.mark.parametrize("number", range(KILLS))
def test_a_kill_while_a_queue_is_made_leaves_one_queue_and_a_truthful_record(
    sandboxed: Sandboxed, number: int, record_property: Tell
) -> None:
    project = sandboxed.project
    way = drawn("queue", number, record_property)
    project.run("sandbox", "up")

    process = project.start(*CREATE)
    time.sleep(way.chance.uniform(0, LONGEST))
    kill(process, way.name)
    process.wait()
    again = project.run(*CREATE)
    second = project.run("plan", "--detailed-exitcode")

    records = project.records()
    broken, head = records.verify_chain(STACK), records.head(STACK)
    records.close()
    held = sandboxed.holdings()
    assert (again.code, second.code, broken) == (0, 0, None)
    assert head is not None
    assert (head.status, head.unfinished) == ("applied", None)
    assert [url.rpartition("/")[2] for url in sorted(held["queues"])] == ["acme-dev-jobs", "acme-dev-jobs_dead-letters"]
    assert len(held["alarms"]) == 2
