"""Stacks planned in one root, held against each planned alone; real Terraform, no cloud."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from tests.unit.projects import make_project, make_stack

from platformctl.progress import silent
from platformctl.project.project import load_project
from platformctl.requests.bindings import Bindings, Bound
from platformctl.requests.request import Request
from platformctl.stacks import workspace
from platformctl.stacks.stack import Stack, stack_of
from platformctl.terraform.cli_configuration import cli_configuration
from platformctl.terraform.combined import FOLDER, Member, lay, whole_files
from platformctl.terraform.combined_blame import blamed
from platformctl.terraform.combined_plan import cut
from platformctl.terraform.diagnostics import TerraformFailed
from platformctl.terraform.environment import child_environment
from platformctl.terraform.terraform import Terraform
from platformctl.terraform.work_folder import Source, WorkFolder, prepare
from platformctl.toolchain.terraform import find_terraform

pytestmark = pytest.mark.terraform
HOSTILE = '${file("/etc/passwd")} %{ if true } \u2028 "\\ \U0001f600'
SAME = (
    "planned_values",
    "resource_changes",
    "resource_drift",
    "output_changes",
    "configuration",
    "errored",
    "complete",
)


@dataclass
class World:
    """A project, and Terraform for whatever folder."""

    folder: Path
    count: int = 0
    stacks: dict[str, Stack] = field(default_factory=dict)
    states: dict[str, bytes] = field(default_factory=dict)

    @property
    def root(self) -> Path:
        return self.folder / "project"

    def terraform(self) -> Terraform:
        configuration = self.folder / "cli.tfrc"
        configuration.write_text(cli_configuration(os.environ, None), encoding="utf-8")
        environment = child_environment(os.environ, cli_config=configuration)
        return Terraform(find_terraform(os.environ, None, silent).path, environment, silent)

    def has(self, name: str, *, kind: str = "note", bound: Mapping[str, Bound] | None = None, **inputs: Any) -> None:
        """Write a stack as its request says, bound or not."""
        stack = make_stack(load_project(self.root), name, kind=kind, **inputs)
        self.stacks[name] = self.bound(stack, bound) if bound else stack

    def bound(self, stack: Stack, bound: Mapping[str, Bound]) -> Stack:
        request = Request.model_validate({**stack.request.model_dump(), "bindings": tuple(bound)})
        project = load_project(self.root)
        consumer = stack_of(request, project, Bindings(bindings=bound))
        workspace.write(project, consumer)
        return consumer

    def work(self, stack: Stack) -> WorkFolder:
        self.count += 1
        source = Source(self.root, Path(stack.id.folder), stack.module_path)
        return prepare(self.folder / "work" / str(self.count), source, self.states.get(stack.id.name, b""))

    def applied(self, name: str) -> None:
        """Make a stack real."""
        work, terraform = self.work(self.stacks[name]), self.terraform()
        terraform.init(work)
        assert terraform.apply(work, terraform.plan(work)).wait() == 0
        self.states[name] = work.state.read_bytes()

    def alone(self, name: str) -> Any:
        """Show the plan of one stack."""
        work, terraform = self.work(self.stacks[name]), self.terraform()
        terraform.init(work)
        return document(work, terraform)

    def member(self, name: str) -> Member:
        stack = self.stacks[name]
        work = self.work(stack)
        files = {path: (work.root / path).read_bytes() for path in work.digest()}
        return Member(stack, files, self.states.get(name, b""))

    def together(self, *members: Member) -> Mapping[str, Any]:
        """Show the plan of a combined root, cut into one per stack."""
        self.count += 1
        source = Source(self.root, Path(FOLDER), Path("vendor"), whole_files(members))
        work, terraform = prepare(self.folder / "work" / str(self.count), source, b""), self.terraform()
        lay(work, members)
        terraform.init(work)
        whole = document(work, terraform)
        return {one.stack.id.name: cut(whole, one.name, without_provider=True) for one in members}


def document(work: WorkFolder, terraform: Terraform) -> Any:
    terraform.show(work, terraform.plan(work))
    return json.loads(work.plan_json.read_bytes())


def compared(shown: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what judging and showing read, in the order of addresses."""
    changes = sorted(shown.get("resource_changes", []), key=lambda each: each["address"])
    return {key: shown.get(key) or [] for key in SAME} | {"resource_changes": changes}


def recorded(state: bytes, producer: str, *names: str, run: str = "run-1") -> Bound:
    outputs = json.loads(state)["outputs"] if state else {}
    values = {name: outputs[name]["value"] if outputs else None for name in names}
    return Bound(producer=f"desk/{producer}", module=f"{producer.partition('/')[0]}@1.0.0", run=run, outputs=values)


@pytest.fixture
def world(tmp_path: Path) -> World:
    make_project(tmp_path / "project")
    return World(tmp_path)


def test_each_part_of_a_combined_plan_is_what_the_stack_alone_would_show(world: World) -> None:
    for name in ("same", "changed", "smaller"):
        world.has(name, text=HOSTILE, lines=["${x}", ""])
        world.applied(name)
    world.has("changed", text="better and better", loud=True)
    world.has("smaller", text=HOSTILE, lines=["${x}", ""], copies=1)
    world.has("new", text="fresh", copies=2)
    wall = {"note/same:read": recorded(world.states["same"], "note/same", "text")}
    world.has("wall", kind="board", bound=wall, title=HOSTILE)

    parts = world.together(*map(world.member, world.stacks))

    assert {name: compared(part) for name, part in parts.items()} == {
        name: compared(world.alone(name)) for name in world.stacks
    }
    assert parts["new"]["variables"] == world.alone("new")["variables"]


def test_what_a_new_producer_hands_over_is_known_where_it_is_known(world: World) -> None:
    world.has("fresh", text="not there yet")
    pending = recorded(b"", "note/fresh", "text", run="")
    world.has("wall", kind="board", bound={"note/fresh:read": pending, "AT=note/fresh:read": pending})
    shown = recorded(b"", "board/wall", "title", "shown", run="")
    world.has("room", kind="board", bound={"board/wall:copy": shown})

    parts = world.together(*map(world.member, world.stacks))

    wall, room = (parts[name]["resource_changes"][0]["change"] for name in ("wall", "room"))
    environments = {
        "note/fresh:read": {"NOTE_TEXT": "not there yet"},
        "AT=note/fresh:read": {"AT_NOTE_TEXT": "not there yet"},
    }
    assert json.loads(wall["after"]["input"]["shown"]) == environments
    assert room["after_unknown"]["input"] == {"shown": True}
    assert room["after"]["input"]["title"] == "Notices"


BROKEN = {
    "it is no Terraform": "nonsense {",
    "it refers to nothing": 'output "x" {\n  value = var.nothing\n}',
    "it can't be planned": 'output "x" {\n  value = 1\n  precondition {\n    condition     = var.copies > 5\n'
    '    error_message = "Too few."\n  }\n}',
}


@pytest.mark.parametrize("code", BROKEN.values(), ids=BROKEN)
def test_a_failure_is_blamed_on_the_stack_that_it_is_about(world: World, code: str) -> None:
    for name in ("one", "bad", "two"):
        world.has(name)
    one, bad, two = map(world.member, world.stacks)
    main = f"{bad.stack.id.folder}/main.tf"
    bad = replace(bad, files={**bad.files, main: bad.files[main] + code.encode()})

    with pytest.raises(TerraformFailed) as failed:
        world.together(one, bad, two)

    assert blamed(failed.value.complaints, [one, bad, two]) == {bad.name}
    assert world.together(one, two)["one"]["resource_changes"]
