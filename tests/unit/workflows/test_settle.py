"""What settling finds, imports, unmarks, merges; and where it stops and says what to type."""

from collections.abc import Callable
from signal import SIGINT

import pytest
from tests.unit.projects import make_stack
from tests.unit.workflows.left import CREATES, RUN, applied, leave, orphaned, tainted
from tests.unit.workflows.world import ONE, TWO, Script, World, change, said, state

from platformctl.errors import Busy, Interrupted, PlatformError, Usage
from platformctl.records.rescue_file import Rescued
from platformctl.stacks.stack import Stack
from platformctl.terraform.plan import Action
from platformctl.terraform.state import State, StateObject, parse_state
from platformctl.workflows.from_afar import GONE
from platformctl.workflows.means import Means
from platformctl.workflows.realise import realise
from platformctl.workflows.settle import settle

STACK = "desk/note/one"
AFAR = Means(without_folder=True)
TWO_OF_THEM = {"changes": {ONE: "create", TWO: "create"}, "mode": "normal", "identity": {}}


@pytest.fixture
def stack(world: World) -> Stack:
    return make_stack(world.project)


def known(world: World) -> dict[str, StateObject]:
    """Return what the stack's state knows, by address."""
    parsed = parse_state(world.records.read_state(STACK))
    assert isinstance(parsed, State)
    return {each.address: each for each in parsed.managed}


def events(world: World) -> list[str]:
    return [event.type for event in world.records.events(STACK)]


def test_what_got_no_answer_is_found_by_its_name(world: World, stack: Stack) -> None:
    leave(world, stack, events=(said("apply_start", ONE),))

    settled = settle(stack.id, world.ports())

    assert settled.steps == (f"found and imported {ONE}",)
    assert known(world)[ONE].id == "name-of-one"
    assert events(world)[-1] == "settled"


def test_what_is_not_there_is_told_once_the_cloud_has_proved_that_it_answers(world: World, stack: Stack) -> None:
    world.script = Script(missing=frozenset({ONE}))
    leave(world, stack, events=(said("apply_start", ONE),))

    settled = settle(stack.id, world.ports())

    assert settled.steps == (f"not found: {ONE}",)
    assert world.calls[-1] == "plan normal"


def test_a_cloud_that_does_not_answer_leaves_the_run_to_be_settled(world: World, stack: Stack) -> None:
    world.script = Script(missing=frozenset({ONE}), broken=frozenset({"one"}))
    leave(world, stack, events=(said("apply_start", ONE),))

    with pytest.raises(PlatformError, match="could not plan"):
        settle(stack.id, world.ports())

    head = world.records.head(STACK)
    assert head is not None
    assert head.unfinished == RUN


def test_what_has_no_name_to_look_for_is_named(world: World, stack: Stack) -> None:
    leave(world, stack, TWO_OF_THEM, events=(said("apply_start", ONE),))

    settled = settle(stack.id, world.ports())

    assert settled.steps == (f"may exist, and nobody can look for it: {ONE}",)


@pytest.mark.parametrize("action", [Action.NO_OP, Action.UPDATE])
def test_what_a_signal_broke_off_and_a_plan_finds_in_its_place_is_not_replaced(
    world: World, stack: Stack, action: Action
) -> None:
    world.script = Script(changes=(change(ONE, action),))
    leave(world, stack, state=tainted(state(2, ONE)), under_way=(ONE,))

    settled = settle(stack.id, world.ports())

    assert settled.steps == (f"untainted {ONE}",)
    assert not known(world)[ONE].tainted


@pytest.mark.parametrize("action", [Action.REPLACE, Action.CREATE])
def test_what_is_not_whole_keeps_its_mark(world: World, stack: Stack, action: Action) -> None:
    world.script = Script(changes=(change(ONE, action),))
    leave(world, stack, state=tainted(state(2, ONE)), under_way=(ONE,))

    settled = settle(stack.id, world.ports())

    assert settled.steps == (f"left to be replaced, since it is not whole: {ONE}",)
    assert known(world)[ONE].tainted


def test_what_failed_by_itself_is_never_unmarked(world: World, stack: Stack) -> None:
    world.script = Script(changes=())
    leave(world, stack, state=tainted(state(2, ONE)), under_way=(TWO,))

    settle(stack.id, world.ports())

    assert known(world)[ONE].tainted
    assert "plan normal" not in world.calls


def test_a_run_on_another_machine_is_settled_there_or_knowingly_without_its_folder(world: World, stack: Stack) -> None:
    leave(world, stack, host="elsewhere", folder=False)

    with pytest.raises(Busy, match="settled where it ran") as refused:
        settle(stack.id, world.ports())

    assert refused.value.exit_code == 4
    assert "elsewhere" in refused.value.detail
    assert refused.value.hint == f"platformctl settle {STACK} --without-folder"
    assert world.calls == []


def test_without_its_folder_a_run_is_settled_by_what_its_plan_named(world: World, stack: Stack) -> None:
    planned = {**CREATES, "changes": {ONE: "create", TWO: "create"}}
    leave(world, stack, planned, host="elsewhere", folder=False)

    settled = settle(stack.id, world.ports(), AFAR)

    assert settled.steps == (
        GONE,
        f"may exist, and nobody can look for it: {TWO}",
        f"found and imported {ONE}",
    )
    assert settled.verdict == "partial"
    assert [path.name for path in (world.home / "work").iterdir()] == []


def test_what_only_an_orphaned_state_knows_is_imported_and_the_rest_is_left(world: World, stack: Stack) -> None:
    leave(world, stack, TWO_OF_THEM, host="elsewhere", folder=False)
    orphaned(world, stack, state(9, ONE, TWO))

    settled = settle(stack.id, world.ports(), AFAR)

    assert settled.steps[1:] == tuple(
        f"imported {each}, which only the orphaned state of run {RUN} knew" for each in (ONE, TWO)
    )
    assert [*known(world)] == [ONE, TWO]
    assert world.records.orphans(STACK) == {}


def test_an_orphan_that_comes_when_all_is_settled_is_merged_on_record(world: World, stack: Stack) -> None:
    applied(world, stack, state(1, ONE), TWO_OF_THEM)
    orphaned(world, stack, state(9, ONE, TWO))

    settled = settle(stack.id, world.ports())

    assert settled.verdict == "partial"
    assert [*known(world)] == [ONE, TWO]
    assert events(world)[-3:] == ["started", "applying", "settled"]


def test_an_orphan_that_knows_nothing_more_is_let_go_of_and_starts_no_terraform(world: World, stack: Stack) -> None:
    applied(world, stack, state(1, ONE))
    orphaned(world, stack, state(9, ONE))

    settled = settle(stack.id, world.ports())

    assert (settled.verdict, world.calls) == ("not-started", [])
    assert world.records.orphans(STACK) == {}
    head = world.records.head(STACK)
    assert head is not None
    assert head.status == "applied"


def test_what_the_orphan_was_not_to_make_is_not_taken_for_its_own(world: World, stack: Stack) -> None:
    applied(world, stack, state(1, ONE))
    orphaned(world, stack, state(9, ONE, TWO))

    settle(stack.id, world.ports())

    assert [*known(world)] == [ONE]


def doubled(world: World, _stack: Stack) -> None:
    """Another object has the address by now."""
    orphaned(world, _stack, state(9, "another-id"))


def lost(world: World, _stack: Stack) -> None:
    """The cloud does not have it."""
    world.script = Script(missing=frozenset({TWO}))
    orphaned(world, _stack, state(9, ONE, TWO))


@pytest.mark.parametrize("how", [doubled, lost])
def test_where_merging_would_be_guessing_it_stops_and_says_what_to_type(
    world: World, stack: Stack, how: Callable[[World, Stack], None]
) -> None:
    applied(world, stack, state(1, ONE), TWO_OF_THEM)
    how(world, stack)

    with pytest.raises(Busy, match="can't be merged") as refused:
        settle(stack.id, world.ports())
    kept = [*world.records.orphans(STACK)]
    settled = settle(stack.id, world.ports(), Means(let_go=frozenset({RUN})))

    assert refused.value.hint == f"platformctl settle {STACK} --let-go {RUN}"
    assert kept == [RUN]
    assert settled.steps[-1] == f"let go of the orphaned state of run {RUN}, as somebody said"
    assert [*known(world)] == [ONE]
    assert world.records.orphans(STACK) == {}


def test_a_rescued_state_is_committed_where_the_machine_is_gone(world: World, stack: Stack) -> None:
    leave(world, stack, host="elsewhere", folder=False)

    settled = settle(stack.id, world.ports(), Means(rescued=Rescued(STACK, RUN, state(5, ONE))))

    assert settled.steps == (GONE, "committed the state of the rescue file")
    assert [*known(world)] == [ONE]


@pytest.mark.parametrize(("other", "run"), [("desk/note/two", RUN), (STACK, "another-run")])
def test_a_rescued_state_of_something_else_is_refused(world: World, stack: Stack, other: str, run: str) -> None:
    leave(world, stack, host="elsewhere", folder=False)

    with pytest.raises(Usage, match="rescue file of something else"):
        settle(stack.id, world.ports(), Means(rescued=Rescued(other, run, state(5, ONE))))

    assert known(world) == {}


def test_a_rescued_state_that_comes_late_is_merged(world: World, stack: Stack) -> None:
    applied(world, stack, state(7, ONE), TWO_OF_THEM)

    settle(stack.id, world.ports(), Means(rescued=Rescued(STACK, RUN, state(5, ONE, TWO))))

    assert [*known(world)] == [ONE, TWO]


def test_what_a_cancelled_apply_marked_leaves_the_run_to_be_settled_before_the_next(world: World, stack: Stack) -> None:
    world.script = Script(
        exit=1,
        signals=(SIGINT, SIGINT),
        attended=True,
        events=(said("apply_start", ONE),),
        left=tainted(state(1, ONE)),
    )
    with pytest.raises(Interrupted):
        realise(stack, "create", world.ports())
    head = world.records.head(STACK)
    world.script, world.came = Script(changes=()), ()

    outcome = realise(stack, "apply", world.ports())

    assert head is not None
    assert head.unfinished is not None
    assert outcome.status == "unchanged"
    assert not known(world)[ONE].tainted
