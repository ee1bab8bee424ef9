"""SIGKILL at a random moment of `create`: nothing is lost, nothing is doubled, no record lies.

The seed of a failed test is in its output; PLATFORMCTL_TEST_SEED repeats its moment as far as the machine allows.
"""

import hashlib
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any

import psutil
import pytest
from tests.project import Project

from platformctl.terraform.state import State, parse_state

KILLS = 20
"""In each run of CI; spread over the four ways to kill."""
CAMPAIGN_KILLS = 100
COPIES = 60
STACK = "desk/note/one"
CREATE = ("create", "note", "one", "--copies", str(COPIES), "--yes")
TWICE = 0.3
"""How often the command that settles is killed as well."""
WAYS = ("platformctl", "terraform", "both", "all")
LONGEST_BEFORE, LONGEST_DURING = 2.5, 0.6
"""Seconds: from the start of the command to its apply, and of the apply, on two cores."""


def killed_at_random(project: Project, way: str, chance: random.Random) -> None:
    """Start `create`; kill at a random moment of the whole command, or, more often, of its apply."""
    process = project.start(*CREATE)
    during = chance.random() < 0.7
    if during:
        wait_for_apply(project, process)
    time.sleep(chance.uniform(0, LONGEST_DURING if during else LONGEST_BEFORE))
    kill(process, way)
    process.wait()


def wait_for_apply(project: Project, process: "subprocess.Popen[str]") -> None:
    while process.poll() is None and not list(project.work.glob("*/apply-1.events.jsonl")):
        time.sleep(0.005)


def kill(process: "subprocess.Popen[str]", way: str) -> None:
    """Kill what the way names, children first so that nobody has time to notice."""
    try:
        ours = psutil.Process(process.pid)
        children = ours.children(recursive=True)
    except psutil.NoSuchProcess:
        return
    terraforms = [child for child in children if "terraform" in named(child)]
    chosen = {"platformctl": [], "terraform": terraforms, "both": terraforms, "all": children}[way]
    for one in [*chosen, *([] if way == "terraform" else [ours])]:
        sigkill(one)


def named(process: psutil.Process) -> str:
    try:
        return process.name()
    except psutil.NoSuchProcess:
        return ""


def sigkill(process: psutil.Process) -> None:
    try:
        process.kill()
    except psutil.NoSuchProcess:
        return


class Witness:
    """Keeps what the runs left in their work folders: settling removes it, an open file stays readable."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._files: list[IO[str]] = []
        self._committed: dict[str, str] = {}

    def look(self) -> None:
        """Take in what is there after a kill."""
        self._files += [path.open(encoding="utf-8") for path in self._project.work.glob("*/apply-*.events.jsonl")]
        self._committed |= ids_in(self._project.state_of(STACK))

    def made(self) -> dict[str, str]:
        """Return the id of each resource that a state held or that Terraform said it had made, by address."""
        lines = [json.loads(line) for file in self._files for line in file if line.endswith("\n")]
        hooks = [line["hook"] for line in lines if line.get("type") == "apply_complete"]
        told = [(hook["resource"]["addr"], hook["id_value"]) for hook in hooks if hook["action"] == "create"]
        for file in self._files:
            file.close()
        return {**self._committed, **dict(told)}


def ids_in(state: Mapping[str, Any]) -> dict[str, str]:
    """Return the id of each resource of a state by address; one address twice would be a doubled resource."""
    return {
        f"module.this.terraform_data.this[{instance['index_key']}]": instance["attributes"]["id"]
        for resource in state.get("resources", [])
        for instance in resource["instances"]
    }


def truthful(project: Project) -> None:
    """Hold what the records say of the killed run against what is there."""
    records = project.records()
    head, have = records.head(STACK), len(ids_in(project.state_of(STACK)))
    broken = records.verify_chain(STACK)
    records.close()
    assert broken is None
    assert head is None or head.status != "applied" or have == COPIES


def settled_truth(project: Project) -> None:
    """Hold the records against the state when all has come to its end."""
    records = project.records()
    head, content = records.head(STACK), records.read_state(STACK)
    broken = records.verify_chain(STACK)
    records.close()
    state = parse_state(content)
    assert broken is None
    assert head is not None
    assert (head.status, head.unfinished) == ("applied", None)
    assert head.state is not None
    assert head.state.sha256 == hashlib.sha256(content).hexdigest()
    assert isinstance(state, State)
    assert head.outputs["ids"].model_dump()["value"] == list(in_order(project))


def in_order(project: Project) -> Iterator[str]:
    have = ids_in(project.state_of(STACK))
    yield from (have[f"module.this.terraform_data.this[{number}]"] for number in range(COPIES))


def survives(project: Project, number: int) -> None:
    """Kill one `create`, or two in a row, let the next one go on, and hold the end against all that ever was."""
    way = WAYS[number % len(WAYS)]
    seed = int(os.environ.get("PLATFORMCTL_TEST_SEED") or random.SystemRandom().getrandbits(32))
    sys.stderr.write(f"kill {number}: {way}, PLATFORMCTL_TEST_SEED={seed}\n")
    chance, witness = random.Random(seed), Witness(project)
    for _ in range(1 + (chance.random() < TWICE)):
        killed_at_random(project, way, chance)
        truthful(project)
        witness.look()

    again = project.run(*CREATE)

    made, after = witness.made(), ids_in(project.state_of(STACK))
    assert again.code == 0
    assert len(after) == COPIES == len(set(after.values()))
    assert made.items() <= after.items(), "an object that had been made was lost or made anew"
    settled_truth(project)
    assert project.run("plan", "--detailed-exitcode").code == 0
    assert leftovers(project) == []


def leftovers(project: Project) -> list[Path]:
    """List what should not be there any more: private folders of runs that came to their end."""
    return [path for path in project.work.iterdir() if (path / "stacks").exists()]


@pytest.mark.lifecycle
@pytest.mark.parametrize("number", range(KILLS))
def test_a_kill_at_any_moment_loses_nothing_doubles_nothing_and_leaves_no_lie(desk: Project, number: int) -> None:
    survives(desk, number)


@pytest.mark.campaign
@pytest.mark.parametrize("number", range(CAMPAIGN_KILLS))
def test_many_kills_lose_nothing_double_nothing_and_leave_no_lie(desk: Project, number: int) -> None:
    survives(desk, number)
