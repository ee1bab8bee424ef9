"""What people do to stacks: created, changed, destroyed, previewed, one or several, with nothing half-done."""

from typing import Any

import pytest
from tests.unit.projects import make_stack
from tests.unit.workflows.world import ONE, World, change, finding, state

from platformctl.errors import Blocked, Busy, Interrupted, PlatformError, Usage
from platformctl.requests.resolve import Wish
from platformctl.stacks.stack_id import StackId
from platformctl.terraform.plan import Action
from platformctl.workflows.apply import apply
from platformctl.workflows.change import Edit
from platformctl.workflows.change import change as change_request
from platformctl.workflows.create import create
from platformctl.workflows.destroy import destroy
from platformctl.workflows.plan import plan
from platformctl.workflows.results import Outcome, Preview, Result, Stopped, exit_code

STACK = StackId("desk", "note", "one")


def wish(**inputs: Any) -> Wish:
    return Wish("note", "one", "desk", None, inputs)


def files(world: World) -> dict[str, bytes]:
    """Return everything in the project but the records."""
    paths = (path for path in world.project.root.rglob("*") if path.is_file() and ".platformctl" not in path.parts)
    return {str(path.relative_to(world.project.root)): path.read_bytes() for path in paths}


def test_create_writes_the_request_and_makes_it_real(world: World) -> None:
    outcome = create(wish(text="x"), world.ports(), plan_only=False)

    assert outcome.status == "applied"
    assert b"text: x" in files(world)["stacks/desk/note/one/request.yaml"]


def test_create_again_with_the_same_words_goes_on(world: World) -> None:
    create(wish(text="x"), world.ports(), plan_only=True)

    assert create(wish(text="x"), world.ports(), plan_only=False).status == "applied"
    assert create(wish(), world.ports(), plan_only=False).status == "applied"


def test_create_again_with_other_words_points_to_change(world: World) -> None:
    create(wish(text="x"), world.ports(), plan_only=True)

    with pytest.raises(Usage, match="The name is taken") as refused:
        create(wish(text="y", loud=True), world.ports(), plan_only=True)

    assert refused.value.hint == "platformctl change desk/note/one --loud --text y"


def test_create_never_writes_over_what_somebody_edited(world: World) -> None:
    create(wish(text="x"), world.ports(), plan_only=True)
    main = world.project.root / STACK.folder / "main.tf"
    main.write_text("# mine\n")

    with pytest.raises(Usage, match="A rendered file was edited"):
        create(wish(text="x"), world.ports(), plan_only=True)

    assert main.read_text() == "# mine\n"


@pytest.mark.parametrize("inputs", [{"copies": 0}, {"size": "tiny"}, {"nonsense": 1}, {"text": "\x00"}])
def test_an_invalid_wish_writes_nothing(world: World, inputs: dict[str, Any]) -> None:
    before = files(world)

    with pytest.raises(Usage):
        create(wish(**inputs), world.ports(), plan_only=True)

    assert (files(world), world.calls) == (before, [])


def test_plan_only_writes_and_judges_and_leaves_no_record(world: World) -> None:
    outcome = create(wish(), world.ports(), plan_only=True)

    assert (outcome.status, world.calls[-1]) == ("previewed", "judge plan")
    assert world.kinds_of_events(str(STACK)) == []
    assert list((world.home / "work").iterdir()) == []


def test_a_blocked_preview_is_blocked(world: World) -> None:
    world.script.configuration = (finding(),)

    with pytest.raises(Blocked):
        create(wish(), world.ports(), plan_only=True)


def test_where_the_pipeline_applies_create_writes_judges_and_stops(world: World) -> None:
    world.environment = "prod"

    outcome = create(Wish("queue", "orders", "prod", None, {}), world.ports(), plan_only=False)

    assert (outcome.status, "apply" in world.calls) == ("written", False)
    assert "stacks/prod/queue/orders/request.yaml" in files(world)


def test_where_the_pipeline_applies_only_the_pipeline_applies(world: World) -> None:
    stack = make_stack(world.project, "orders", kind="queue", environment="prod")
    world.environment = "prod"

    with pytest.raises(Blocked, match="applied by its pipeline"):
        apply([stack.id], world.ports())
    with pytest.raises(Blocked, match="applied by its pipeline"):
        destroy(stack.id, world.ports())

    assert world.calls == []
    world.in_pipeline = True
    assert exit_code(apply([stack.id], world.ports()), detailed=False) == 0


def test_change_keeps_comments_and_says_what_it_changed(world: World) -> None:
    make_stack(world.project, text="x")
    path = world.project.root / STACK.folder / "request.yaml"
    path.write_text(f"# ask ada first\n{path.read_text()}")

    outcome = change_request(STACK, Edit({"text": "y"}), world.ports(), plan_only=False)

    assert outcome.status == "applied"
    assert path.read_text().startswith("# ask ada first\n")
    assert "text: y" in path.read_text()
    assert [event.text for event in world.told if event.topic == "request"] == ["text: x → y"]


def test_change_says_the_default_that_stood_so_far(world: World) -> None:
    create(wish(), world.ports(), plan_only=True)
    world.told.clear()

    change_request(STACK, Edit({"copies": 7, "loud": True}), world.ports(), plan_only=True)

    told = [event.text for event in world.told if event.topic == "request"]
    assert told == ["copies: default 3 → 7", "loud: default no → yes"]


@pytest.mark.parametrize(
    ("inputs", "refused"), [({"copies": 501}, Usage), ({"size": "huge"}, Usage), ({"nonsense": 1}, Usage)]
)
def test_an_invalid_change_writes_nothing(world: World, inputs: dict[str, Any], refused: type[PlatformError]) -> None:
    make_stack(world.project)
    before = files(world)

    with pytest.raises(refused):
        change_request(STACK, Edit(inputs), world.ports(), plan_only=False)

    assert (files(world), world.calls) == (before, [])


def test_a_change_never_writes_over_what_somebody_edited(world: World) -> None:
    make_stack(world.project)
    (world.project.root / STACK.folder / "main.tf").write_text("# mine\n")
    before = files(world)

    with pytest.raises(Usage, match="A rendered file was edited"):
        change_request(STACK, Edit({"text": "y"}), world.ports(), plan_only=False)

    assert files(world) == before


def test_destroy_removes_the_files_when_everything_is_gone(world: World) -> None:
    make_stack(world.project)
    world.script.changes, world.script.name_given, world.script.left = (change(ONE, Action.DELETE),), True, state(2)

    outcome = destroy(STACK, world.ports())

    assert (outcome.status, world.calls[-2:]) == ("destroyed", ["names again", "apply"])
    assert not (world.project.root / STACK.folder).exists()
    assert world.kinds_of_events(str(STACK))[-1] == "destroyed"


@pytest.mark.parametrize("script", [{"name_given": False}, {"name_given": True, "exit": 1}])
def test_a_destroy_that_did_not_happen_keeps_the_files(world: World, script: dict[str, Any]) -> None:
    make_stack(world.project)
    before = files(world)
    world.script.changes = (change(ONE, Action.DELETE),)
    vars(world.script).update(script)

    with pytest.raises(PlatformError):
        destroy(STACK, world.ports())

    assert files(world) == before


def test_one_stack_that_fails_does_not_keep_the_others(world: World) -> None:
    make_stack(world.project)
    make_stack(world.project, "two")
    (world.project.root / STACK.folder / "main.tf").write_text("# mine\n")

    broken, fine = plan([STACK, StackId("desk", "note", "two")], world.ports())

    assert isinstance(broken, Stopped)
    assert isinstance(fine, Outcome)


def test_an_interrupt_stops_the_rest(world: World) -> None:
    make_stack(world.project)
    make_stack(world.project, "two")
    world.script.signals = (15,)

    results = apply([STACK, StackId("desk", "note", "two")], world.ports())

    assert [type(result) for result in results] == [Outcome, Stopped]
    assert [result.started for result in results if isinstance(result, Stopped)] == [False]
    assert exit_code(results, detailed=False) == 143
    assert world.applied == ["one"]


def test_a_preview_goes_on_beside_a_run(world: World) -> None:
    from platformctl.records.lease import Holder

    make_stack(world.project)
    records = world.records
    lease = records.claim(str(STACK), Holder.here("20261124-090000-a1b2c3", "create"))

    results = plan([STACK], world.ports())

    records.release(lease)
    assert exit_code(results, detailed=True) == 2


ERRORS = {
    1: PlatformError("x"),
    3: Blocked("x"),
    4: Busy("x"),
    64: Usage("x"),
    130: Interrupted("x", signal_number=2),
    143: Interrupted("x", signal_number=15),
}


@pytest.mark.parametrize(
    ("codes", "detailed", "expected"),
    [
        ([], False, 0),
        ([], True, 0),
        ([0], True, 0),
        ([2], False, 0),
        ([2], True, 2),
        ([0, 2], True, 2),
        ([2, 3], True, 3),
        ([3, 64], False, 64),
        ([64, 3, 4], False, 4),
        ([4, 1, 64], False, 1),
        ([3, 1, 130], False, 130),
        ([143, 1], True, 143),
        ([3], False, 3),
    ],
)
def test_one_code_speaks_for_several_stacks(world: World, codes: list[int], detailed: bool, expected: int) -> None:
    stack = make_stack(world.project)
    empty = plan([STACK], world.ports())[0]
    assert isinstance(empty, Outcome)
    unchanged = Outcome(Preview(stack, quiet(empty), ()), "unchanged")
    results: dict[int, Result] = {
        0: unchanged,
        2: empty,
        **{code: Stopped(STACK, error) for code, error in ERRORS.items()},
    }

    assert exit_code([results[code] for code in codes], detailed=detailed) == expected


def quiet(outcome: Outcome) -> Any:
    """Return an outcome's plan without its changes."""
    from dataclasses import replace

    return replace(outcome.preview.plan, resource_changes=())
