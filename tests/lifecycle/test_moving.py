"""An environment moves from this machine to a database, to a bucket and back, and is made again from git alone."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from tests.lifecycle.killing import Tell
from tests.lifecycle.remote import KEYS, REGION, new_bucket
from tests.project import DESK, Project, desk_project
from tests.unit.projects import make_stack
from tests.unit.workflows.moves import run_of

from platformctl.project.project import load_project

pytestmark = pytest.mark.lifecycle
NOTE, BOARD = "desk/note/one", "desk/board/wall"
DATABASE, LOCAL = "postgres=${env:DESK_PG}", "local"
MOVE = ("state", "migrate", "--yes")


@dataclass(frozen=True)
class Desk:
    """A project on this machine, and the stores that it may move to."""

    project: Project
    bucket: str
    """In the word for it."""
    plain: Mapping[str, str]
    """What opens them to plain Terraform."""

    def move(self, to: str) -> int:
        return self.project.run(*MOVE, "--to", to).code

    def finds_nothing_to_do(self) -> Sequence[int]:
        """Check, plan, and plan as somebody does who has never heard of us."""
        shutil.rmtree(self.project.folder(NOTE) / ".terraform", ignore_errors=True)
        ours = [self.project.run(*words).code for words in (("render", "--check"), ("plan", "--detailed-exitcode"))]
        words = (("init", "-reconfigure"), ("plan", "-detailed-exitcode"))
        return [*ours, *(self.project.plain_terraform(NOTE, *one, **self.plain).code for one in words)]

    def story(self, stack: str) -> Any:
        return self.project.events(stack), self.project.state_of(stack)


@pytest.fixture
def moving(tmp_path: Path, database: str, emulator: str) -> Desk:
    project = desk_project(tmp_path, DESK.replace("environments:\n", "environments:   # where things run\n"))
    project = replace(project, environ={**project.environ, **KEYS, "DESK_PG": database})
    bucket = f"s3={new_bucket(emulator)}/desk?region={REGION}&endpoint={emulator}"
    return Desk(project, bucket, {**KEYS, "PG_CONN_STR": f"{database}?sslmode=disable"})


def test_states_and_records_move_with_all_that_they_tell_and_plain_terraform_finds_them(moving: Desk) -> None:
    project = moving.project
    project.run("create", "note", "one", "--yes")
    project.run("create", "board", "wall", "--bind", "note/one", "--yes")
    before = [moving.story(stack) for stack in (NOTE, BOARD)]

    found = {to: (moving.move(to), moving.finds_nothing_to_do()) for to in (DATABASE, moving.bucket, LOCAL)}

    assert found == dict.fromkeys((DATABASE, moving.bucket, LOCAL), (0, [0, 0, 0, 0]))
    assert [moving.story(stack) for stack in (NOTE, BOARD)] == before
    assert "environments:   # where things run\n" in (project.root / "platform.yaml").read_text("utf-8")
    assert "unapplied" not in project.run("list").stdout


def test_a_checkout_from_before_the_move_changes_nothing_and_is_told_where_to_go(moving: Desk) -> None:
    project = moving.project
    project.run("create", "note", "one", "--yes")
    old = {path: path.read_bytes() for path in (project.root / "platform.yaml", project.folder(NOTE) / "backend.tf")}
    moving.move(DATABASE)
    new = {path: path.read_bytes() for path in old}
    put(old)

    refused = [project.run(*words) for words in (("plan",), ("apply", NOTE, "--yes"), ("create", "note", "two", "-y"))]

    assert [said.code for said in refused] == [64, 64, 64]
    assert all(DATABASE in f"{said.stdout}{said.stderr}" for said in refused)
    put(new)
    assert project.run(*MOVE, "--forget-old", "--from", LOCAL).code == 0
    put(old)
    assert project.run("apply", NOTE, "--yes").code == 64


def put(files: Mapping[Path, bytes]) -> None:
    for path, content in files.items():
        path.write_bytes(content)


def test_the_recovery_drill(tmp_path: Path) -> None:
    den = "environments:\n  den: {tier: dev, state: {local: {}}, apply: anyone}\n"
    project = desk_project(tmp_path, DESK.replace("environments:\n", den))
    project.run("create", "note", "one", "--text", "precious", "--yes")
    project.run("create", "board", "wall", "--bind", "note/one", "--yes")
    rebuild = ("rebuild", "--environment", "desk", "--yes", "--output", "json")

    beside = project.run(*rebuild, "--into", "den").document
    shutil.rmtree(project.root / ".platformctl")
    again = project.run(*rebuild).document

    assert [(one["stack"], one["status"]) for one in beside["stacks"]] == [
        ("den/note/one", "applied"),
        ("den/board/wall", "applied"),
    ]
    assert beside["differences"] == again["differences"] == {}
    assert [one["status"] for one in again["stacks"]] == ["applied", "applied"]
    assert project.run("outputs", NOTE, "text").stdout == "precious\n"
    assert project.run("plan", "--detailed-exitcode").code == 0


@pytest.mark.campaign
def test_thirty_stacks_come_round_whole_though_every_move_is_killed_on_the_way(
    moving: Desk, record_property: Tell
) -> None:
    seed = int(os.environ.get("PLATFORMCTL_TEST_SEED") or random.SystemRandom().getrandbits(32))
    chance = random.Random(seed)
    stacks = [f"desk/note/n{number}" for number in range(30)]
    records = moving.project.records()
    for number, stack in enumerate(stacks):
        make_stack(load_project(moving.project.root), f"n{number}")
        for run in range(3):
            run_of(records, stack, 3 * number + run + 1, chance.choice(["applied", "failed", "blocked", "destroyed"]))
    records.close()
    before = [moving.story(stack)[1] for stack in stacks]
    told = [moving.project.kinds_of_events(stack) for stack in stacks]

    kills = {to: killed_on_the_way(moving.project, to, chance) for to in (DATABASE, moving.bucket, LOCAL)}

    record_property("kill", f"move-30 {list(kills.values())} {seed}")
    assert [moving.story(stack)[1] for stack in stacks] == before
    now = [[kind for kind in moving.project.kinds_of_events(stack) if kind != "taken-over"] for stack in stacks]
    assert now == told
    assert moving.project.run("render", "--check").code == 0


def killed_on_the_way(project: Project, to: str, chance: random.Random) -> int:
    """Move; kill it after so many stacks were told of, and go on, until it comes to its end; count the kills."""
    kills = 0
    while killed(project, to, chance.randrange(1, 40)):
        kills += 1
    return kills


def killed(project: Project, to: str, after: int) -> bool:
    """Start the move and kill it once it has said so many lines; say whether it died of that."""
    with project.start(*MOVE, "--to", to, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        for number, line in enumerate(process.stderr):
            sys.stderr.write(line)
            if number == after:
                time.sleep(0.01)
                process.send_signal(signal.SIGKILL)
    assert process.returncode in {0, -signal.SIGKILL}
    return process.returncode != 0
