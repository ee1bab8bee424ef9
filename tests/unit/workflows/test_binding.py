"""Stacks that use each other: bound, pending, stale, unbound."""

import json
from dataclasses import replace
from typing import Any

import pytest
from tests.unit.workflows.world import World, change

from platformctl.errors import Blocked, Usage
from platformctl.requests.resolve import Wish
from platformctl.stacks import workspace
from platformctl.stacks.stack_id import StackId
from platformctl.terraform.plan import Action
from platformctl.terraform.work_folder import WorkFolder
from platformctl.workflows.apply import apply
from platformctl.workflows.change import Edit
from platformctl.workflows.change import change as change_request
from platformctl.workflows.create import create
from platformctl.workflows.plan import preview
from platformctl.workflows.render import check, render
from platformctl.workflows.results import Outcome, Stopped

NOTE, BOARD = StackId("desk", "note", "one"), StackId("desk", "board", "wall")


def note(world: World, name: str = "one", *, plan_only: bool = False) -> None:
    create(Wish("note", name, "desk", None, {}), world.ports(), plan_only=plan_only)


def board(world: World, *bindings: str, name: str = "wall", plan_only: bool = False) -> Outcome:
    return create(Wish("board", name, "desk", None, {}, bindings), world.ports(), plan_only=plan_only)


def bindings_of(world: World, stack: StackId = BOARD) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((world.project.root / stack.folder / "bindings.json").read_text())["bindings"]
    return found


def values_of(world: World, stack: StackId = BOARD) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((world.project.root / stack.folder / "terraform.tfvars.json").read_text())
    return found


def hand_out(world: World, text: str) -> None:
    """Let the note be applied again with another output."""
    left = json.loads(world.script.left)
    left["outputs"]["text"]["value"] = text
    world.script.left = json.dumps({**left, "serial": left["serial"] + 1}).encode()
    world.script.changes = (change(action=Action.UPDATE),)
    apply([NOTE], world.ports())


def test_a_binding_hands_over_what_the_producer_recorded_and_names_its_run(world: World) -> None:
    note(world)

    board(world, "note/one")

    entry = bindings_of(world)["note/one:read"]
    assert entry["producer"] == "desk/note/one"
    assert entry["outputs"] == {"text": "hello"}
    assert entry["run"] == world.records.events(str(NOTE))[-1].run
    assert values_of(world)["bindings"]["note/one:read"]["environment"] == {"NOTE_TEXT": "hello"}


def test_a_stack_that_is_not_applied_yet_is_pending_and_stops_its_consumer(world: World) -> None:
    note(world, plan_only=True)

    with pytest.raises(Blocked, match="This stack waits for others") as refused:
        board(world, "note/one")

    assert refused.value.hint == "platformctl apply desk/note/one desk/board/wall"
    assert bindings_of(world)["note/one:read"] == {
        "producer": "desk/note/one",
        "module": "note@1.0.0",
        "run": "",
        "outputs": {"text": None},
    }
    assert values_of(world)["bindings"] == {"note/one:read": None}
    assert list(check(world.ports().project, [BOARD])) == []


def test_another_output_makes_the_consumer_stale(world: World) -> None:
    note(world)
    board(world, "note/one")
    hand_out(world, "bye")

    (stopped,) = apply([BOARD], world.ports())
    shown = preview(workspace.proven(world.ports().project, BOARD), world.ports())

    assert isinstance(stopped, Stopped)
    assert isinstance(stopped.error, Blocked)
    assert "output text of desk/note/one is another one" in stopped.error.detail
    assert shown.not_appliable is not None


def test_rendering_takes_the_recorded_outputs_and_the_stack_can_go_on(world: World) -> None:
    note(world)
    board(world, "note/one")
    hand_out(world, "bye")

    render(world.ports().project, [BOARD], world.records)
    (outcome,) = apply([BOARD], world.ports())

    assert isinstance(outcome, Outcome)
    assert bindings_of(world)["note/one:read"]["outputs"] == {"text": "bye"}


def test_a_producer_that_hands_out_the_same_again_leaves_the_file_as_it_is(world: World) -> None:
    note(world)
    board(world, "note/one")
    before = bindings_of(world)
    apply([NOTE], world.ports())

    render(world.ports().project, [BOARD], world.records)
    (outcome,) = apply([BOARD], world.ports())

    assert bindings_of(world) == before
    assert isinstance(outcome, Outcome)


def test_a_producer_that_goes_on_while_somebody_is_asked_stops_the_apply(world: World) -> None:
    note(world)
    board(world, "note/one", plan_only=True)
    quiet = world.script.meddle

    def go_on(_work: WorkFolder) -> None:
        world.script.meddle = quiet
        hand_out(world, "bye")

    world.script.meddle = go_on
    (stopped,) = apply([BOARD], world.ports())

    assert isinstance(stopped, Stopped)
    assert stopped.error.summary == "What this stack is bound to has changed"
    assert "applying" not in world.kinds_of_events(str(BOARD))


def test_a_forged_value_is_refused_as_stale(world: World) -> None:
    note(world)
    board(world, "note/one")
    path = world.project.root / BOARD.folder / "bindings.json"
    path.write_text(path.read_text().replace("hello", "forged"))
    values = world.project.root / BOARD.folder / "terraform.tfvars.json"
    values.write_text(values.read_text().replace("hello", "forged"))

    (stopped,) = apply([BOARD], world.ports())

    assert isinstance(stopped, Stopped)
    assert isinstance(stopped.error, Blocked)


def test_change_binds_and_unbinds_and_keeps_what_people_wrote(world: World) -> None:
    note(world)
    note(world, "two")
    board(world, "note/one")
    path = world.project.root / BOARD.folder / "request.yaml"
    path.write_text(path.read_text().replace("bindings:", "bindings:  # whom it shows"))

    change_request(BOARD, Edit(bind=("TWO=note/two",)), world.ports(), plan_only=False)
    change_request(BOARD, Edit(unbind=("note/one",)), world.ports(), plan_only=False)

    assert list(bindings_of(world)) == ["TWO=note/two:read"]
    assert "# whom it shows" in path.read_text()
    assert values_of(world)["bindings"]["TWO=note/two:read"]["environment"] == {"TWO_NOTE_TEXT": "hello"}


def test_the_last_binding_that_goes_takes_the_file_along(world: World) -> None:
    note(world)
    board(world, "note/one")

    change_request(BOARD, Edit(unbind=("note/one:read",)), world.ports(), plan_only=False)

    assert not (world.project.root / BOARD.folder / "bindings.json").exists()
    assert values_of(world)["bindings"] == {}
    assert "bindings" not in (world.project.root / BOARD.folder / "request.yaml").read_text()


@pytest.mark.parametrize(
    ("binding", "summary"),
    [
        ("note/none", "A stack that is used is not there"),
        ("nota/one", "Unknown resource kind"),
        ("note/one:write", "Which access?"),
        ("board/wall:look", "A stack can't use itself"),
        ("dev/queue/mail:send", "A binding leads to another environment"),
        ("${env}", "Not a binding"),
    ],
)
def test_what_cannot_be_bound_is_refused_before_anything_is_written(world: World, binding: str, summary: str) -> None:
    note(world)

    with pytest.raises(Usage) as refused:
        board(world, binding)

    assert refused.value.summary == summary
    assert not (world.project.root / BOARD.folder).exists()


def test_a_kind_that_uses_nobody_takes_no_bindings(world: World) -> None:
    note(world)

    with pytest.raises(Usage, match="This kind uses no other stacks"):
        create(Wish("note", "two", "desk", None, {}, ("note/one",)), world.ports(), plan_only=True)


def test_a_stack_cannot_use_itself(world: World) -> None:
    board(world)

    with pytest.raises(Usage, match="A stack can't use itself"):
        change_request(BOARD, Edit(bind=("board/wall:look",)), world.ports(), plan_only=True)


def test_a_circle_is_named_all_the_way_round(world: World) -> None:
    left = json.loads(world.script.left)
    left["outputs"]["title"] = {"value": "Notices"}
    world.script.left = json.dumps(left).encode()
    board(world, name="aa")
    board(world, "board/aa:look", name="bb")
    board(world, "board/bb:look", name="cc")

    with pytest.raises(Usage, match="Stacks use each other in a circle") as refused:
        change_request(StackId("desk", "board", "aa"), Edit(bind=("board/cc:look",)), world.ports(), plan_only=True)

    assert refused.value.detail.count(" → ") == 3
    assert not (world.project.root / "stacks/desk/board/aa/bindings.json").exists()


def test_another_environment_may_be_used_only_where_platform_yaml_says_so(world: World) -> None:
    note(world)
    text = (world.project.root / "platform.yaml").read_text()
    other = "environments:\n  hall: {tier: dev, state: {local: {}}, apply: anyone%s}"
    wish = Wish("board", "wall", "hall", None, {}, ("desk/note/one",))
    (world.project.root / "platform.yaml").write_text(text.replace("environments:", other % "", 1))

    with pytest.raises(Usage, match="A binding leads to another environment") as refused:
        create(wish, replace(world, environment="hall").ports(), plan_only=False)
    (world.project.root / "platform.yaml").write_text(text.replace("environments:", other % ", may_use: [desk]", 1))
    outcome = create(wish, replace(world, environment="hall").ports(), plan_only=False)

    assert "environments.hall.may_use: [desk]" in refused.value.detail
    assert list(bindings_of(world, outcome.preview.stack.id)) == ["desk/note/one:read"]


def test_a_hand_written_request_without_its_bindings_is_told_to_render(world: World) -> None:
    note(world)
    board(world)
    path = world.project.root / BOARD.folder / "request.yaml"
    path.write_text(path.read_text() + "bindings: [note/one]\n")

    faults = list(check(world.ports().project, [BOARD]))
    render(world.ports().project, [BOARD], world.records)

    assert [fault.summary for fault in faults] == ["bindings.json is not of this request"]
    assert list(check(world.ports().project, [BOARD])) == []
    assert list(bindings_of(world)) == ["note/one"]
