"""An environment made again from git: in itself after its store was lost, and beside itself."""

import json
import shutil
from typing import Any

import pytest
from tests.unit.workflows.world import World

from platformctl.errors import Blocked, Usage
from platformctl.requests.request import read_request
from platformctl.requests.resolve import Wish
from platformctl.stacks.stack_id import StackId
from platformctl.workflows.course import Pace
from platformctl.workflows.create import create
from platformctl.workflows.rebuild import Drill, rebuild
from platformctl.workflows.results import Outcome, Rebuilt

HERE, DRILL = Drill("desk", "desk"), Drill("desk", "den")
NOTE, BOARD = StackId("desk", "note", "one"), StackId("desk", "board", "wall")


@pytest.fixture
def desk(world: World) -> World:
    """A note, a board that shows it, and a second environment without anything."""
    path = world.project.root / "platform.yaml"
    den = "  den: {tier: dev, state: {local: {}}, apply: anyone, limits: {stacks: 2}}\n"
    path.write_text(path.read_text("utf-8").replace("environments:\n", f"environments:\n{den}"), "utf-8")
    create(Wish("note", "one", "desk", None, {"text": "x"}), world.ports(), plan_only=False)
    create(Wish("board", "wall", "desk", None, {}, ("note/one",)), world.ports(), plan_only=False)
    world.applied.clear()
    return world


def lose_the_store(world: World) -> None:
    shutil.rmtree(world.project.store)


def rebuilt(world: World, drill: Drill) -> Rebuilt:
    world.environment = drill.target
    return rebuild(drill, world.ports(), Pace())


def bindings_of(world: World, stack: StackId) -> Any:
    return json.loads((world.project.root / stack.folder / "bindings.json").read_text())["bindings"]


def test_an_environment_whose_store_was_lost_is_made_again_in_the_order_of_its_bindings(desk: World) -> None:
    before = bindings_of(desk, BOARD)["note/one:read"]["run"]
    lose_the_store(desk)

    result = rebuilt(desk, HERE)

    assert desk.applied == ["one", "wall"]
    assert [one.status for one in result.results if isinstance(one, Outcome)] == ["applied", "applied"]
    assert bindings_of(desk, BOARD)["note/one:read"]["run"] not in {before, ""}
    assert result.differences == {}


def test_what_is_there_already_is_not_made_again(desk: World) -> None:
    lose_the_store(desk)
    rebuilt(desk, HERE)
    desk.script.changes = ()
    desk.applied.clear()

    result = rebuilt(desk, HERE)

    assert desk.applied == []
    assert [one.status for one in result.results if isinstance(one, Outcome)] == ["unchanged", "unchanged"]


def test_another_environment_is_made_like_the_first(desk: World) -> None:
    result = rebuilt(desk, DRILL)

    board = read_request(desk.project.root / "stacks/den/board/wall")
    assert desk.applied == ["one", "wall"]
    assert (board.environment, board.bindings) == ("den", ("note/one:read",))
    assert bindings_of(desk, StackId("den", "board", "wall"))["note/one:read"]["producer"] == "den/note/one"
    assert result.differences == {}
    assert result.holding == (StackId("den", "note", "one"),)


def test_what_a_stack_was_told_of_its_own_environment_by_name_is_the_other_s_there(desk: World) -> None:
    request = desk.project.root / BOARD.folder / "request.yaml"
    request.write_text(request.read_text().replace("- note/one:read", "- desk/note/one:read"))

    rebuilt(desk, DRILL)

    assert read_request(desk.project.root / "stacks/den/board/wall").bindings == ("note/one:read",)


def test_something_else_that_is_there_stops_it_before_anything_is_written(desk: World) -> None:
    create(Wish("note", "one", "den", None, {"text": "y"}), _in_den(desk), plan_only=False)

    with pytest.raises(Usage, match="Another request is in the way"):
        rebuilt(desk, DRILL)

    assert not (desk.project.root / "stacks/den/board").exists()


def _in_den(world: World) -> Any:
    world.environment = "den"
    return world.ports()


def test_a_stack_that_was_applied_otherwise_is_not_touched(desk: World) -> None:
    request = desk.project.root / NOTE.folder / "request.yaml"
    request.write_text(request.read_text().replace("text: x", "text: y"))
    desk.applied.clear()

    with pytest.raises(Blocked, match="Something is there already"):
        rebuilt(desk, HERE)

    assert desk.applied == []


def test_an_environment_that_its_pipeline_applies_is_written_and_judged(desk: World) -> None:
    path = desk.project.root / "platform.yaml"
    path.write_text(path.read_text("utf-8").replace("apply: anyone, limits: {stacks: 2}", "apply: pipeline"), "utf-8")

    result = rebuilt(desk, DRILL)

    assert result.stopped
    assert desk.applied == []
    assert (desk.project.root / "stacks/den/board/wall/main.tf").is_file()


def test_within_its_pipeline_an_environment_is_rebuilt_into_itself(desk: World) -> None:
    path = desk.project.root / "platform.yaml"
    path.write_text(path.read_text("utf-8").replace("apply: anyone, limits", "apply: pipeline, limits"), "utf-8")
    lose_the_store(desk)
    desk.in_pipeline = True

    result = rebuilt(desk, HERE)

    assert not result.stopped
    assert desk.applied == ["one", "wall"]


def test_more_stacks_than_the_environment_may_have_are_not_begun(desk: World) -> None:
    create(Wish("note", "own", "den", None, {}), _in_den(desk), plan_only=True)

    with pytest.raises(Blocked, match="too many"):
        rebuilt(desk, DRILL)


def test_what_git_does_not_have_is_told(desk: World) -> None:
    shutil.rmtree(desk.project.root / BOARD.folder)

    result = rebuilt(desk, DRILL)

    assert result.differences == {BOARD: ("it exists and git has no request for it: not rebuilt",)}


def test_an_environment_without_requests_has_nothing_to_rebuild(desk: World) -> None:
    with pytest.raises(Usage, match="nothing to rebuild"):
        rebuilt(desk, Drill("dev", "dev"))
