"""A holder that only looked dead writes nothing any more, and what its Terraform made is found."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from tests.lifecycle.killing import wait_for_lines
from tests.lifecycle.remote import Remote
from tests.project import Project

pytestmark = pytest.mark.lifecycle
STACK = "desk/note/one"
NOTES = 200
CREATE = ("create", "note", "one", "--copies", str(NOTES), "--yes")


def stopped(project: Project) -> "subprocess.Popen[str]":
    """Start a create and stop its platformctl once its Terraform has made some of the notes, which goes on."""
    process = project.start(*CREATE, stderr=subprocess.PIPE)
    wait_for_lines(project, process, set(), 20)
    os.kill(process.pid, signal.SIGSTOP)
    return process


def wait_until_it_looks_dead(project: Project) -> None:
    deadline = time.monotonic() + 120
    while project.run("leases", "list", "--output", "json").document["leases"][0]["alive"]:
        assert time.monotonic() < deadline, "the lease did not run out"
        time.sleep(0.5)


def made(project: Project) -> Iterator[str]:
    """Yield the id of everything that Terraform said it had made."""
    for path in project.work.glob("*/apply-*.events.jsonl"):
        lines = [json.loads(line) for line in path.read_text().splitlines()]
        yield from (line["hook"]["id_value"] for line in lines if line.get("type") == "apply_complete")


def test_a_holder_that_was_stopped_is_fenced_off_and_what_it_made_is_found(remote: Remote) -> None:
    short = replace(remote.project, environ={**remote.project.environ, "PLATFORMCTL_LEASE_SECONDS": "2"})
    process = stopped(short)
    other = remote.elsewhere()
    wait_until_it_looks_dead(other)

    settled = other.run("settle", STACK)
    os.kill(process.pid, signal.SIGCONT)
    _, told = process.communicate(timeout=300)
    everything = set(made(short))
    merged = other.run("settle", STACK)
    again = other.run(*CREATE)

    assert (settled.code, process.returncode) == (0, 4), told
    assert "went to somebody else" in " ".join(told.split())
    assert (merged.code, again.code) == (0, 0)
    assert len(everything) == NOTES
    assert everything == set(other.show(STACK)["outputs"]["ids"]["value"])
    assert other.run("plan", "--detailed-exitcode").code == 0
    assert "taken-over" in other.kinds_of_events(STACK)


def test_on_the_local_store_a_stopped_holder_is_named_and_its_work_is_settled_after_its_end(desk: Project) -> None:
    process = stopped(desk)

    refused = desk.run("settle", STACK)
    process.kill()
    process.communicate()
    settled = desk.run("settle", STACK)
    everything = set(made(desk)) or set(desk.show(STACK)["outputs"]["ids"]["value"])

    assert refused.code == 4
    assert str(process.pid) in refused.stderr + refused.stdout
    assert settled.code == 0
    assert everything == set(desk.show(STACK)["outputs"]["ids"]["value"])
    assert len(everything) == NOTES
