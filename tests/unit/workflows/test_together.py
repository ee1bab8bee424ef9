"""Previews of several stacks: one plan for all, and what becomes of those that can't be in it."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from tests.unit.projects import make_stack
from tests.unit.workflows.world import SECRET, World, finding

from platformctl.errors import Blocked, PlatformError
from platformctl.project.project import load_project
from platformctl.requests.bindings import Bindings, Bound
from platformctl.requests.resolve import Wish
from platformctl.stacks.stack import Stack
from platformctl.stacks.stack_id import StackId
from platformctl.terraform.combined import Member
from platformctl.terraform.diagnostics import Diagnostic, TerraformFailed
from platformctl.terraform.work_folder import Source, WorkFolder
from platformctl.workflows.company import Found, parties, stop_circles
from platformctl.workflows.create import create
from platformctl.workflows.party import Party, Seat
from platformctl.workflows.plan import plan
from platformctl.workflows.results import Outcome, Result, Stopped, id_of

ONE, TWO = StackId("desk", "note", "one"), StackId("desk", "note", "two")
WALL = StackId("desk", "board", "wall")


def written(world: World, stack: StackId, *bindings: str) -> Outcome:
    return create(Wish(stack.kind, stack.name, "desk", None, {}, bindings), world.ports(), plan_only=True)


def notes(world: World) -> None:
    written(world, ONE)
    written(world, TWO)
    world.calls.clear()
    world.told.clear()


def said(results: Sequence[Result]) -> dict[str, str]:
    return {str(id_of(one)): one.status if isinstance(one, Outcome) else one.error.summary for one in results}


def remarks(world: World) -> list[str]:
    return [event.text for event in world.told if event.phase == "note"]


def test_several_stacks_are_one_plan_and_each_is_judged(world: World) -> None:
    notes(world)

    results = plan([ONE, TWO], world.ports())

    assert said(results) == {str(ONE): "previewed", str(TWO): "previewed"}
    assert [call for call in world.calls if call in {"init", "plan normal", "show"}] == ["init", "plan normal", "show"]
    assert world.calls.count("judge configuration") == world.calls.count("judge plan") == 2
    assert [len(one.preview.plan.changes) for one in results if isinstance(one, Outcome)] == [1, 1]


def test_one_stack_is_planned_alone(world: World) -> None:
    notes(world)

    plan([ONE], world.ports())

    assert "2 stacks in one combined plan" not in remarks(world)
    assert world.works[-1].stack.name == "one"


def test_nothing_is_left_of_a_combined_plan(world: World) -> None:
    notes(world)

    plan([ONE, TWO], world.ports())

    assert list((world.home / "work").iterdir()) == []
    assert world.kinds_of_events(str(ONE)) == []


def test_no_credential_is_given_out_where_every_configuration_is_refused(world: World) -> None:
    notes(world)
    world.script.configuration = (finding(),)

    results = plan([ONE, TWO], world.ports())

    assert set(said(results).values()) == {"Blocked by a guardrail"}
    assert "plan normal" not in world.calls


def test_a_stack_that_breaks_the_combination_is_planned_alone_and_hides_no_other(world: World) -> None:
    notes(world)
    world.script.broken = frozenset({"two"})

    results = plan([ONE, TWO], world.ports())

    assert said(results) == {str(ONE): "previewed", str(TWO): "Terraform could not plan"}
    assert f"{TWO} is planned alone: it could not be planned beside others" in remarks(world)


def test_a_stack_with_edited_files_is_no_part_of_it(world: World) -> None:
    notes(world)
    (world.project.root / TWO.folder / "main.tf").write_text("# mine\n")

    results = plan([ONE, TWO], world.ports())

    assert said(results) == {str(ONE): "previewed", str(TWO): "A rendered file was edited"}


def test_a_stack_that_waits_is_planned_beside_its_producer(world: World) -> None:
    notes(world)
    outcome = written(world, WALL, "note/one")

    results = plan([WALL], world.ports())

    assert said(results) == {str(WALL): "previewed", str(ONE): "previewed"}
    assert f"{ONE} is planned too: {WALL} uses it, and it is not applied yet" in remarks(world)
    assert all(
        isinstance(one.preview.not_appliable, Blocked) for one in (outcome, results[0]) if isinstance(one, Outcome)
    )


def test_beside_a_producer_that_was_named_nothing_stands_against_applying_it(world: World) -> None:
    notes(world)
    written(world, WALL, "note/one")

    results = plan([ONE, WALL], world.ports())

    assert [one.preview.not_appliable for one in results if isinstance(one, Outcome)] == [None, None]


def test_a_stack_whose_producer_can_not_be_planned_says_so(world: World) -> None:
    notes(world)
    written(world, WALL, "note/two")
    world.script.broken = frozenset({"two"})

    results = plan([WALL, ONE, TWO], world.ports())

    assert said(results)[str(WALL)] == "A producer could not be planned beside this stack"
    assert said(results)[str(ONE)] == "previewed"


def test_a_stack_whose_producer_is_refused_ends_with_its_code(world: World, tmp_path: Path) -> None:
    party, waiting = Party(), using(world, "wall", "one", waits=True)
    work = WorkFolder(tmp_path, Source(tmp_path, tmp_path, tmp_path), 0)
    party.came[ONE] = Blocked("Blocked by a guardrail")
    party.sit(Seat(Member(waiting, {}, b""), work, {}))

    party.refuse_lonely()

    stopped = party.came[waiting.id]
    assert isinstance(stopped, PlatformError)
    assert stopped.exit_code == 3


@pytest.mark.parametrize(
    ("place", "stopped", "alone"),
    [
        ("providers.tf:3", {ONE, TWO}, set()),
        ("", set(), {ONE, TWO}),
        ("../../../../stacks/desk/note/two/main.tf:1", set(), {TWO}),
    ],
    ids=["what all have in common", "nobody knows what", "one stack's own file"],
)
def test_a_failure_is_taken_by_whom_it_is_about(
    world: World, tmp_path: Path, place: str, stopped: set[StackId], alone: set[StackId]
) -> None:
    party, work = Party(), WorkFolder(tmp_path, Source(tmp_path, tmp_path, tmp_path), 0)
    for name in ("one", "two"):
        party.sit(Seat(Member(using(world, name), {}, b""), work, {}))
    complaint = Diagnostic("error", "It broke", place=place)

    party.blame(TerraformFailed("Terraform could not plan", detail="It broke.", hint="", complaints=(complaint,)))

    assert set(party.came) == stopped
    assert set(party.alone) == alone


def test_what_the_plan_is_blocked_for_is_told_without_a_secret(world: World) -> None:
    notes(world)
    world.script.plan = (finding(),)

    results = plan([ONE, TWO], world.ports())

    assert set(said(results).values()) == {"Blocked by a guardrail"}
    assert SECRET not in str([one.error.detail for one in results if isinstance(one, Stopped)])
    assert list((world.home / "work").iterdir()) == []


def using(world: World, name: str, *producers: str, waits: bool = False) -> Stack:
    run = "" if waits else "run-1"
    bound = {f"note/{one}:read": Bound(producer=f"desk/note/{one}", module="note@1.0.0", run=run) for one in producers}
    stack = make_stack(load_project(world.project.root), "some")
    return replace(stack, id=StackId("desk", "note", name), bindings=Bindings(bindings=bound))


def test_a_circle_stops_those_in_it_and_nobody_else(world: World) -> None:
    circle = [using(world, "aa", "bb"), using(world, "bb", "aa"), using(world, "cc", "dd"), using(world, "dd", "cc")]
    found: Found = {stack.id: stack for stack in (*circle, using(world, "ee", "aa"))}

    stop_circles(found)

    stopped = {stack.name: error.detail for stack, error in found.items() if isinstance(error, PlatformError)}
    assert set(stopped) == {"aa", "bb", "cc", "dd"}
    assert "desk/note/aa" in stopped["bb"]


def test_those_that_use_each_other_stay_together(world: World) -> None:
    stacks = [using(world, "aa"), using(world, "bb", "dd"), using(world, "cc"), using(world, "dd"), using(world, "ee")]

    groups = [[stack.id.name for stack in group] for group in parties(stacks, 3)]

    assert groups == [["aa", "bb", "dd"], ["cc", "ee"]]


def test_whom_a_group_waits_for_comes_along_where_the_circle_is_too_large(world: World) -> None:
    users = [using(world, name, "core", waits=True) for name in ("aa", "bb", "cc", "dd")]

    groups = [{stack.id.name for stack in group} for group in parties([*users, using(world, "core")], 2)]

    assert all("core" in group for group in groups)
    assert set().union(*groups) == {"aa", "bb", "cc", "dd", "core"}


@pytest.mark.parametrize("count", [0, 1, 100, 101, 250])
def test_no_group_is_larger_than_it_may_be_and_nobody_is_forgotten(world: World, count: int) -> None:
    one = using(world, "aa")
    stacks = [replace(one, id=StackId("desk", "note", f"n{number}")) for number in range(count)]

    groups = list(parties(stacks))

    assert [stack.id for group in groups for stack in group] == [stack.id for stack in stacks]
    assert all(len(group) <= 100 for group in groups)
