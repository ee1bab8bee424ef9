"""Several stacks in one command: in their order, asked about once, one that fails keeps only those that wait for it."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from tests.unit.projects import make_stack
from tests.unit.workflows.world import ONE, TWO, World, change, state

from platformctl.errors import Blocked, PlatformError
from platformctl.project.files import write_atomically
from platformctl.requests.resolve import Wish
from platformctl.stacks.stack_id import StackId
from platformctl.terraform.plan import Action
from platformctl.workflows.apply import apply
from platformctl.workflows.change import Edit
from platformctl.workflows.change import change as change_request
from platformctl.workflows.course import Pace
from platformctl.workflows.create import create
from platformctl.workflows.destroy import destroy, destroy_several
from platformctl.workflows.results import Outcome, Result, Stopped, exit_code, id_of

NOTE, OTHER = StackId("desk", "note", "paper"), StackId("desk", "note", "other")
WALL, ROOM = StackId("desk", "board", "wall"), StackId("desk", "board", "room")
PACE = Pace()


@pytest.fixture(autouse=True)
def hands_out(world: World) -> None:
    """Let every stack hand out what notes and boards do."""
    left = json.loads(state(1, ONE))
    left["outputs"] |= {"title": {"value": "Notices"}, "shown": {"value": "{}"}}
    world.script.left = json.dumps(left).encode()


def written(world: World, stack: StackId, *bindings: str) -> None:
    create(Wish(stack.kind, stack.name, "desk", None, {}, bindings), world.ports(), plan_only=True)


def statuses(results: Sequence[Result]) -> dict[str, str]:
    return {str(id_of(one)).removeprefix("desk/"): said(one) for one in results}


def said(result: Result) -> str:
    return result.status if isinstance(result, Outcome) else result.error.summary


def chain(world: World) -> None:
    """Write a note, a wall that shows it, a room that copies the wall, and a note that nobody uses."""
    written(world, NOTE)
    written(world, OTHER)
    written(world, WALL, "note/paper")
    written(world, ROOM, "board/wall:copy")
    world.calls.clear()


ALL = (ROOM, WALL, OTHER, NOTE)


def test_producers_go_before_those_that_use_them_which_get_what_they_hand_out(world: World) -> None:
    chain(world)

    results = apply(ALL, world.ports(), PACE)

    assert set(statuses(results).values()) == {"applied"}
    assert world.applied.index("paper") < world.applied.index("wall") < world.applied.index("room")
    bound = json.loads((world.project.root / WALL.folder / "bindings.json").read_text())["bindings"]["note/paper:read"]
    assert bound["outputs"] == {"text": "hello"}


def test_what_waits_for_a_failed_stack_is_not_started_and_says_which(world: World) -> None:
    chain(world)
    world.script.broken = frozenset({"wall"})

    results = apply(ALL, world.ports(), PACE)

    told = {str(one.id): one for one in results if isinstance(one, Stopped)}
    assert statuses(results) == {
        "note/paper": "applied",
        "note/other": "applied",
        "board/wall": "Terraform could not plan",
        "board/room": "Not started",
    }
    assert "It waits for desk/board/wall" in told["desk/board/room"].error.detail
    assert exit_code(results, detailed=True) == 1


def test_stop_on_failure_begins_nothing_further(world: World) -> None:
    chain(world)
    world.script.broken = frozenset({"other"})

    results = apply(ALL, world.ports(), Pace(stop_on_failure=True))

    assert world.applied == []
    assert statuses(results)["note/paper"] == "Not started"


def test_a_pending_stack_whose_producer_is_elsewhere_is_refused(world: World) -> None:
    chain(world)

    results = apply([WALL, OTHER], world.ports(), PACE)

    assert statuses(results) == {"board/wall": "This stack waits for others", "note/other": "applied"}
    assert exit_code(results, detailed=False) == 3


def again(world: World, text: str) -> None:
    """Let the note be applied again with another text."""
    left = json.loads(world.script.left)
    left["outputs"]["text"]["value"], left["serial"] = text, left["serial"] + 1
    world.script.left = json.dumps(left).encode()
    world.script.changes = (change(action=Action.UPDATE),)


def test_a_stale_stack_is_put_right_beside_its_producer_and_refused_without_it(world: World) -> None:
    chain(world)
    apply(ALL, world.ports(), PACE)
    again(world, "new")
    apply([NOTE], world.ports(), PACE)

    alone = apply([WALL, OTHER], world.ports(), PACE)
    together = apply([NOTE, WALL], world.ports(), PACE)

    assert statuses(alone)["board/wall"] == "What this stack is bound to has changed"
    assert set(statuses(together).values()) == {"applied"}


def test_everything_is_shown_and_asked_about_once(world: World) -> None:
    written(world, NOTE)
    written(world, OTHER)
    world.calls.clear()
    world.script.asks = True

    results = apply([NOTE, OTHER], world.ports(), PACE)

    assert world.shown == [str(NOTE), str(OTHER)]
    assert (world.calls.count("approves all"), world.calls.count("approves")) == (1, 0)
    assert set(statuses(results).values()) == {"applied"}


def test_nobody_is_asked_about_a_part_where_one_failure_stops_everything(world: World) -> None:
    written(world, NOTE)
    written(world, OTHER)
    world.script.asks, world.script.broken = True, frozenset({"other"})

    results = apply([NOTE, OTHER], world.ports(), Pace(stop_on_failure=True))

    assert "approves all" not in world.calls
    assert statuses(results) == {"note/paper": "Not started", "note/other": "Terraform could not plan"}


def test_a_no_begins_nothing(world: World) -> None:
    written(world, NOTE)
    written(world, OTHER)
    world.script.asks, world.script.yes = True, False

    with pytest.raises(PlatformError, match="Declined"):
        apply([NOTE, OTHER], world.ports(), PACE)

    assert world.kinds_of_events(str(NOTE)) == []


def test_a_plan_that_is_another_one_than_was_shown_is_refused(world: World) -> None:
    written(world, NOTE)
    written(world, OTHER)
    world.script.asks = True
    world.script.meddle = lambda _: setattr(world.script, "changes", (change(), change(TWO, Action.DELETE)))

    results = apply([NOTE, OTHER], world.ports(), PACE)

    assert set(statuses(results).values()) == {"The plan is another one than was shown"}
    assert f"delete {TWO}" in next(one.error.detail for one in results if isinstance(one, Stopped))
    assert exit_code(results, detailed=False) == 3
    assert world.applied == []


def test_a_producer_that_changes_while_somebody_thinks_makes_its_user_stale(world: World) -> None:
    chain(world)
    apply(ALL, world.ports(), PACE)
    world.applied.clear()
    world.script.asks = True
    again(world, "new")
    world.script.meddle = lambda _: _applied_by_another(world)

    results = apply([WALL, OTHER], world.ports(), PACE)

    assert statuses(results)["board/wall"] == "What this stack is bound to has changed"
    assert "wall" not in world.applied


def _applied_by_another(world: World) -> None:
    other = replace(world, script=replace(world.script, asks=False), calls=[], applied=[])
    apply([NOTE], other.ports(), PACE)


def test_a_stack_that_would_lose_data_is_left_out_unless_its_name_is_typed(world: World) -> None:
    written(world, NOTE)
    written(world, OTHER)
    apply([NOTE, OTHER], world.ports(), PACE)
    world.script.asks, world.script.names = True, frozenset({"paper"})
    world.script.changes, world.script.left = (change(action=Action.DELETE),), state(2)
    world.applied.clear()

    results = destroy_several([NOTE, OTHER], world.ports(), PACE)

    assert statuses(results) == {"note/paper": "destroyed", "note/other": "Blocked by a guardrail"}
    assert world.applied == ["paper"]


def gone(world: World) -> None:
    """Let what is applied from now on destroy."""
    world.script.changes, world.script.left, world.script.name_given = (change(action=Action.DELETE),), state(9), True
    world.applied.clear()


def test_those_that_use_others_are_destroyed_first(world: World) -> None:
    chain(world)
    apply(ALL, world.ports(), PACE)
    gone(world)

    results = destroy_several([NOTE, WALL, ROOM], world.ports(), PACE)

    assert world.applied == ["room", "wall", "paper"]
    assert set(statuses(results).values()) == {"destroyed"}


def test_where_nobody_can_be_asked_one_stack_without_its_word_keeps_all_from_being_destroyed(world: World) -> None:
    chain(world)
    apply(ALL, world.ports(), PACE)
    gone(world)
    world.script.name_given = False

    results = destroy_several([NOTE, WALL, ROOM], world.ports(), PACE)

    assert statuses(results)["note/paper"] == "Blocked by a guardrail"
    assert world.applied == []


def test_what_others_use_is_not_destroyed_and_nothing_else_of_the_command_is(world: World) -> None:
    chain(world)
    apply(ALL, world.ports(), PACE)
    gone(world)

    with pytest.raises(Blocked, match="Other stacks use this one") as alone:
        destroy(NOTE, world.ports())
    with pytest.raises(Blocked, match="Other stacks use this one") as beside:
        destroy_several([OTHER, WALL], world.ports(), PACE)

    assert "is used by desk/board/wall" in alone.value.detail
    assert alone.value.hint == "platformctl unbind desk/board/wall desk/note/paper"
    assert "is used by desk/board/room" in beside.value.detail
    assert world.applied == []


def test_who_was_bound_when_it_was_applied_counts_though_its_request_says_otherwise_now(world: World) -> None:
    chain(world)
    apply(ALL, world.ports(), PACE)
    change_request(WALL, Edit(unbind=("note/paper",)), world.ports(), plan_only=True)
    gone(world)

    with pytest.raises(Blocked, match="Other stacks use this one") as refused:
        destroy(NOTE, world.ports())

    assert refused.value.hint.startswith("platformctl apply desk/board/wall ")


def test_who_was_never_applied_keeps_nobody(world: World) -> None:
    chain(world)
    apply([NOTE], world.ports(), PACE)
    gone(world)

    assert destroy(NOTE, world.ports()).status == "destroyed"


def test_stacks_that_use_each_other_are_told_and_the_others_go_on(world: World) -> None:
    chain(world)
    request = world.project.root / WALL.folder / "request.yaml"
    write_atomically(request, request.read_bytes().replace(b"note/paper:read", b"board/room:look"))

    results = apply(ALL, world.ports(), PACE)

    told: dict[str, Any] = statuses(results)
    assert told["board/wall"] == told["board/room"] == "Stacks use each other in a circle"
    assert told["note/paper"] == "applied"
    assert exit_code(results, detailed=False) == 64


def test_a_stack_whose_request_is_gone_goes_after_those_that_used_it(world: World) -> None:
    chain(world)
    apply(ALL, world.ports(), PACE)
    change_request(WALL, Edit(unbind=("note/paper",)), world.ports(), plan_only=True)
    (world.project.root / NOTE.folder / "request.yaml").unlink()
    gone(world)

    results = apply([NOTE, WALL], world.ports(), PACE)

    assert world.applied == ["wall", "paper"]
    assert statuses(results)["note/paper"] == "destroyed"


def test_a_signal_before_the_question_is_answered_begins_nothing(world: World) -> None:
    make_stack(world.project)
    make_stack(world.project, "two")
    world.came = (15,)

    results = apply([StackId("desk", "note", "one"), StackId("desk", "note", "two")], world.ports(), PACE)

    assert [one.started for one in results if isinstance(one, Stopped)] == [False, False]
    assert exit_code(results, detailed=False) == 143
