"""Plans that rest on outputs which the same change will alter are told and can't be applied."""

from dataclasses import replace

from tests.unit.workflows.world import World

from platformctl.errors import Blocked
from platformctl.requests.resolve import Wish
from platformctl.stacks.stack_id import StackId
from platformctl.workflows.create import create
from platformctl.workflows.results import Outcome, Result, Stopped
from platformctl.workflows.speculation import marked

NOTE, BOARD = StackId("desk", "note", "one"), StackId("desk", "board", "wall")


def outcomes(world: World) -> tuple[Outcome, Outcome]:
    """Return a note that would change, and the board that uses it."""
    note = create(Wish("note", "one", "desk", None, {}), world.ports(), plan_only=False)
    board = create(Wish("board", "wall", "desk", None, {}, ("note/one",)), world.ports(), plan_only=True)
    return note, board


def unchanged(outcome: Outcome) -> Outcome:
    """Return an outcome whose plan does nothing."""
    plan = replace(outcome.preview.plan, resource_changes=(), output_changes=(), applyable=False)
    return replace(outcome, preview=replace(outcome.preview, plan=plan))


def speculative(results: tuple[Result, ...]) -> list[StackId]:
    return [one.preview.stack.id for one in results if isinstance(one, Outcome) and one.preview.speculative]


def apart(_one: StackId, _other: StackId) -> bool:
    return False


def together(_one: StackId, _other: StackId) -> bool:
    return True


def test_a_plan_beside_a_producer_that_changes_is_speculative_and_says_what_to_do(world: World) -> None:
    note, board = outcomes(world)

    results = marked((note, board), apart)

    assert speculative(results) == [BOARD]
    assert isinstance(results[1], Outcome)
    fault = results[1].preview.not_appliable
    assert isinstance(fault, Blocked)
    assert "desk/board/wall uses desk/note/one" in fault.detail
    assert fault.hint.startswith("platformctl apply desk/note/one desk/board/wall")


def test_in_one_root_the_plan_is_exact(world: World) -> None:
    assert speculative(marked(outcomes(world), together)) == []


def test_a_producer_that_changes_nothing_leaves_the_plan_exact(world: World) -> None:
    note, board = outcomes(world)
    still = unchanged(note)

    assert speculative(marked((still, board), apart)) == []


def test_a_producer_that_could_not_be_planned_makes_it_speculative(world: World) -> None:
    _, board = outcomes(world)

    assert speculative(marked((Stopped(NOTE, Blocked("No")), board), apart)) == [BOARD]


def test_a_producer_that_another_job_plans_makes_it_speculative(world: World) -> None:
    _, board = outcomes(world)

    assert speculative(marked((board,), together)) == []
    assert speculative(marked((board,), apart, aside={NOTE})) == [BOARD]


def test_a_producer_that_was_planned_here_counts_by_its_own_plan(world: World) -> None:
    note, board = outcomes(world)
    still = unchanged(note)

    assert speculative(marked((still, board), apart, aside={NOTE, BOARD})) == []
