"""What no plan could name is found by its tags, or by what is known by now; a guess is left to a person."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from tests.unit.projects import make_stack
from tests.unit.workflows.left import RUN, applied, leave
from tests.unit.workflows.world import SECRET, Script, World, change, said, state

from platformctl.catalog.contract import Identity
from platformctl.cloud.objects import Seen, nothing_seen
from platformctl.errors import Busy, PlatformError
from platformctl.stacks.stack import Stack
from platformctl.terraform.plan import Plan, ResourceChange
from platformctl.terraform.redaction import ABSENT, AttributeChange, Side
from platformctl.terraform.work_folder import WorkFolder
from platformctl.workflows.settle import settle
from platformctl.workflows.unnamed import Search, find_unnamed

STACK = "desk/note/one"
TAGS = {"stack": STACK, "Name": "one"}
VPC = "module.this.aws_vpc.this[0]"
"""The script's state calls it a note; settling goes by what was asked for."""
PLANNED = {"changes": {VPC: "create"}, "mode": "normal", "identity": {}}
THERE = Seen("vpc-1", "aws_vpc", {**TAGS, "owner": "somebody"})


def creation(**tags: str) -> ResourceChange:
    told = tuple(AttributeChange(f"tags.{key}", ABSENT, Side("known", text)) for key, text in tags.items())
    return replace(change(VPC), type="aws_vpc", attributes=told)


@pytest.fixture
def stack(world: World) -> Stack:
    return make_stack(world.project)


def settled(world: World, stack: Stack, *cloud: Seen, **more: Any) -> tuple[str, ...]:
    """Settle a run that was killed while it made a network."""
    world.script = replace(Script(changes=(creation(**TAGS),), cloud=cloud), **more)
    leave(world, stack, PLANNED, events=(said("apply_start", VPC),))
    return settle(stack.id, world.ports()).steps


def test_what_has_the_tags_is_imported_and_replaced_since_a_later_request_may_be_missing(
    world: World, stack: Stack
) -> None:
    steps = settled(world, stack, THERE)

    assert steps == (f"found by its tags and imported {VPC} (vpc-1), to be replaced since it may not be whole",)
    assert world.calls[-2:] == [f"import {VPC} vpc-1", f"taint {VPC}"]


@pytest.mark.parametrize("cloud", [(), (replace(THERE, tags={**TAGS, "Name": "other"}),)])
def test_what_nothing_has_the_tags_of_was_not_made(world: World, stack: Stack, cloud: tuple[Seen, ...]) -> None:
    assert settled(world, stack, *cloud) == (f"not found by its tags: {VPC}",)


def test_where_it_could_be_either_of_two_a_person_is_asked_and_nothing_is_settled(world: World, stack: Stack) -> None:
    with pytest.raises(Busy) as refused:
        settled(world, stack, THERE, replace(THERE, id="vpc-2"))

    assert f"{VPC}: vpc-1, vpc-2" in refused.value.detail
    assert refused.value.hint == f"platformctl settle {STACK}"
    head = world.records.head(STACK)
    assert head is not None
    assert head.unfinished == RUN
    kept = (path for path in world.home.rglob("*") if path.is_file())
    assert not [path for path in kept if path.read_bytes() == SECRET.encode()]  # the plan that can be read


def test_what_another_stack_keeps_is_not_taken_from_it(world: World, stack: Stack) -> None:
    applied(world, make_stack(world.project, name="two"), state(1, "vpc-1"), {"changes": {}, "mode": "normal"})

    assert settled(world, stack, THERE) == (f"not found by its tags: {VPC}",)


def test_what_nobody_may_look_for_is_told_with_the_reason(world: World, stack: Stack) -> None:
    steps = settled(world, stack, blind=True)

    assert steps == (f"may exist, and nobody can look for it: {VPC}. DescribeVpcs was refused.",)


def test_what_is_planned_without_the_tag_of_the_stack_is_not_looked_for(world: World, stack: Stack) -> None:
    steps = settled(world, stack, THERE, changes=(creation(Name="one"),))

    assert steps == (f"may exist, and nobody can look for it: {VPC}",)


def test_what_terraform_only_takes_in_needs_no_looking_for(world: World, stack: Stack) -> None:
    group = "module.this.aws_default_security_group.this"
    leave(world, stack, {**PLANNED, "changes": {group: "create"}}, events=(said("apply_start", group),))

    assert settle(stack.id, world.ports()).steps == (f"was there before, the next apply takes it in: {group}",)


@dataclass
class Growing:
    """A Terraform whose plans know the more the more was imported."""

    plans: list[tuple[ResourceChange, ...]]
    missing: tuple[str, ...] = ()
    imported: list[str] = field(default_factory=list)

    def plan(self, _work: WorkFolder) -> None:
        """Plan."""

    def show(self, _work: WorkFolder, _plan: None) -> Plan:
        """Show the next plan."""
        return Plan("1.11.4", self.plans.pop(0), (), (), frozenset(), applyable=True, complete=True, errored=False)

    def import_(self, _work: WorkFolder, address: str, identifier: str) -> None:
        """Import what is there."""
        if address in self.missing:
            raise PlatformError("No such thing")
        self.imported.append(f"{address} {identifier}")


def tie(name: str, **known: str) -> ResourceChange:
    return replace(change(f"module.this.aws_tie.{name}"), type="aws_tie", known=known)


def late(stack: Stack, tmp_path: Path, terraform: Any, *names: str) -> list[str]:
    """Look for ties by an identity that no first plan knows."""
    contract = stack.contract.model_copy(update={"identity": {"aws_tie": Identity(import_id="{one}/{other}")}})
    (tmp_path / "state").write_bytes(b"")
    work: Any = SimpleNamespace(plan_json=tmp_path / "plan.json", state=tmp_path / "state")
    run: Any = SimpleNamespace(commit=lambda _state: None)
    search = Search(stack.id, work, run, contract, terraform, nothing_seen, lambda: run)
    return list(find_unnamed([f"module.this.aws_tie.{name}" for name in names], search))


def test_what_is_named_after_something_of_the_same_run_is_imported_once_a_plan_knows_it(
    stack: Stack, tmp_path: Path
) -> None:
    known = tie("a", one="x", other="y")
    terraform = Growing([(known, tie("b", one="x")), (tie("b", one="x", other="z"),)])

    steps = late(stack, tmp_path, terraform, "a", "b")

    assert terraform.imported == ["module.this.aws_tie.a x/y", "module.this.aws_tie.b x/z"]
    assert steps == ["found and imported module.this.aws_tie.a", "found and imported module.this.aws_tie.b"]


def test_what_belongs_to_nothing_that_exists_was_not_made(stack: Stack, tmp_path: Path) -> None:
    known = tie("a", one="x", other="y")
    terraform = Growing([(known, tie("b")), (tie("b"),)], missing=("module.this.aws_tie.a",))

    steps = late(stack, tmp_path, terraform, "a", "b")

    assert terraform.imported == []
    assert steps == [
        "not found: module.this.aws_tie.a",
        "not found, for what it belongs to does not exist: module.this.aws_tie.b",
    ]
