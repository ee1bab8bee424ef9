"""Several stacks that use each other, by one command: in order, side by side, asked once, interrupted, in the way."""

import json
from typing import Any

import pytest
from tests.project import Project
from tests.terminal import CTRL_C, terminal

from platformctl.catalog.sources import module_on_offer
from platformctl.project.project import load_project
from platformctl.records.lease import Holder
from platformctl.workflows.locking import adopted

pytestmark = pytest.mark.lifecycle
CHAIN = ("note/paper", "board/wall", "board/room", "board/house")
COPIES = 300
"""Keeps Terraform at work for seconds: it writes the state after each."""
DIAMOND = ("note/paper", "board/left", "board/right", "board/all")


def requested(desk: Project, **stacks: list[str]) -> None:
    """Write requests, each with its bindings, and all rendered files at once."""
    project = load_project(desk.root)
    for kind in ("note", "board"):
        project = adopted(project, module_on_offer(kind, project))
    for name, bindings in stacks.items():
        kind = "board" if bindings else "note"
        copies = {"copies": COPIES} if name in {"one", "two"} else {}
        words = {"kind": kind, "name": name, "environment": "desk", "module": f"{kind}@1.0.0", "team": "writers"}
        path = desk.folder(f"desk/{kind}/{name}") / "request.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps({**words, "inputs": copies, "bindings": bindings, "names": {}}), "utf-8")
    assert desk.run("render").code == 0


def chain(desk: Project) -> None:
    """Ask for a note, and three boards of which each shows what is before it."""
    requested(desk, paper=[], wall=["note/paper:read"], room=["board/wall:copy"], house=["board/room:copy"])


def diamond(desk: Project) -> None:
    """Ask for a note, two boards that show it, and one that shows both."""
    both = ["L=board/left:copy", "R=board/right:copy"]
    requested(desk, paper=[], left=["note/paper:read"], right=["note/paper:read"], all=both)


def statuses(document: Any) -> dict[str, str]:
    return {one["stack"].removeprefix("desk/"): one["status"] for one in document["stacks"]}


def when(desk: Project, stack: str, kind: str) -> str:
    """Return when something was put on record, of a stack's last run."""
    return str(next(event["at"] for event in reversed(desk.events(f"desk/{stack}")) if event["type"] == kind))


def test_a_chain_is_applied_and_destroyed_in_order_by_one_command_each(desk: Project) -> None:
    chain(desk)

    applied = desk.run("apply", *reversed(CHAIN), "--yes", "--output", "json")
    again = desk.run("apply", "--all", "--yes", "--detailed-exitcode", "--output", "json")
    alone = desk.run("destroy", "note/paper", "--confirm", "paper")
    destroyed = desk.run("destroy", *CHAIN, "--yes", "--confirm", "paper", "--output", "json")

    assert (applied.code, statuses(applied.document)) == (0, dict.fromkeys(CHAIN, "applied"))
    assert (again.code, statuses(again.document)) == (0, dict.fromkeys(CHAIN, "unchanged"))
    assert alone.code == 3
    assert "desk/note/paper is used by desk/board/wall" in alone.stderr
    assert (destroyed.code, statuses(destroyed.document)) == (0, dict.fromkeys(CHAIN, "destroyed"))
    assert not list((desk.root / "stacks").rglob("*.tf"))
    ends = [when(desk, stack, "destroyed") for stack in CHAIN]
    assert ends == sorted(ends, reverse=True)


def test_what_waits_for_a_stack_that_somebody_holds_is_not_started_and_the_rest_goes_on(desk: Project) -> None:
    diamond(desk)
    records = desk.records()
    lease = records.claim("desk/board/left", Holder.here("20261124-090000-a1b2c3", "apply"))

    held = desk.run("apply", *DIAMOND, "--yes", "--output", "json")
    records.release(lease)
    after = desk.run("apply", *DIAMOND, "--yes", "--output", "json")

    assert (held.code, statuses(held.document)) == (
        4,
        {"note/paper": "applied", "board/right": "applied", "board/left": "stopped", "board/all": "not started"},
    )
    assert (after.code, statuses(after.document)["board/all"]) == (0, "applied")
    shown = json.loads(desk.run("outputs", "board/all", "shown", "--output", "json").stdout)
    assert "hello" in json.dumps(shown)


def test_all_is_shown_and_asked_once_and_a_producer_that_changes_meanwhile_stops_its_user(desk: Project) -> None:
    diamond(desk)
    desk.run("apply", "--all", "--yes", "--quiet")
    desk.run("change", "board/left", "--title", "Left", "--plan-only")
    desk.run("change", "board/all", "--title", "All", "--plan-only")

    with terminal(desk, "apply", "board/left", "board/all") as person:
        person.wait_for("2 of 2 stacks would be changed. Do it? [y/N]")
        changed = desk.run("change", "note/paper", "--text", "new", "--yes", "--quiet")
        person.type("y\n")
        code = person.end()

    assert (changed.code, code) == (0, 3)
    assert person.text.count("Do it?") == 1
    assert "desk/board/left stopped: What this stack is bound to has changed" in person.text
    assert "desk/board/all was not started: It waits for desk/board/left" in person.text


def test_the_first_ctrl_c_finishes_all_that_is_under_way_and_starts_nothing_further(desk: Project) -> None:
    requested(desk, one=[], two=[], wall=["note/one:read"])

    with terminal(desk, "apply", "--all", "--yes", "--parallelism", "2") as person:
        person.wait_for("desk/note/one apply: terraform_data.this[")
        person.wait_for("desk/note/two apply: terraform_data.this[")
        person.type(CTRL_C)
        person.wait_for("nothing further is started")
        code = person.end()

    assert code == 130
    assert "3 stacks: 2 applied, 1 not started." in person.text
    assert [desk.show(f"desk/note/{name}")["status"] for name in ("one", "two")] == ["applied", "applied"]
    assert desk.show("desk/board/wall")["status"] == "requested"
