"""Going through several stacks: side by side where they can, what is under way is let finish."""

from dataclasses import replace
from threading import Barrier, Lock
from typing import Any

import pytest
from tests.unit.projects import make_stack
from tests.unit.workflows.world import World

from platformctl.errors import Interrupted
from platformctl.stacks.stack_id import StackId
from platformctl.workflows.course import Course, Pace
from platformctl.workflows.order import Graph
from platformctl.workflows.results import Outcome, Preview, Stopped
from platformctl.workflows.turn import Turn, turn_of

ONE, TWO, THREE = (StackId("desk", "note", name) for name in ("one", "two", "three"))
APART: Graph = {ONE: frozenset(), TWO: frozenset(), THREE: frozenset()}
IN_A_ROW: Graph = {THREE: frozenset({TWO}), ONE: frozenset(), TWO: frozenset({ONE})}


@pytest.fixture
def done(world: World) -> Outcome:
    """What becomes of every stack."""
    return Outcome(Preview(make_stack(world.project), None, ()), "applied")  # type: ignore[arg-type]


def course(world: World, graph: Graph, pace: Pace) -> Course:
    return Course(graph, pace, world.ports(), "apply")


def test_what_does_not_wait_for_each_other_is_under_way_at_once(world: World, done: Outcome) -> None:
    together = Barrier(3, timeout=10)

    def step(_: StackId) -> Outcome:
        together.wait()
        return done

    assert course(world, APART, Pace(3)).run(step) == (done, done, done)


def test_no_more_are_under_way_than_was_said(world: World, done: Outcome) -> None:
    alone = Lock()

    def step(_: StackId) -> Outcome:
        assert alone.acquire(blocking=False)
        alone.release()
        return done

    assert len(course(world, APART, Pace(1)).run(step)) == 3


def test_each_begins_only_after_those_before_it(world: World, done: Outcome) -> None:
    begun: list[StackId] = []

    def step(stack: StackId) -> Outcome:
        begun.append(stack)
        return done

    course(world, IN_A_ROW, Pace(3)).run(step)

    assert begun == [ONE, TWO, THREE]


def test_after_a_signal_what_is_under_way_finishes_and_nothing_further_begins(world: World, done: Outcome) -> None:
    both = Barrier(2, timeout=10)

    def step(_: StackId) -> Outcome:
        both.wait()
        world.came = (2,)
        both.wait()
        return done

    results = course(world, APART, Pace(2)).run(step)

    assert [type(result) for result in results].count(Outcome) == 2
    assert [one.error.exit_code for one in results if isinstance(one, Stopped)] == [130]
    assert [event.text for event in world.told if event.phase == "note"] == [
        "a signal has come: what is being applied is let finish; nothing further is started"
    ]


def test_what_is_told_says_which_stack_it_is_about(world: World, done: Outcome) -> None:
    course(world, APART, Pace(3)).run(lambda _: done)

    assert {event.stack for event in world.told} == {str(ONE), str(TWO), str(THREE)}


def test_a_bug_in_one_stack_is_no_answer_of_the_others(world: World) -> None:
    def step(_: StackId) -> Outcome:
        raise KeyError("bug")

    with pytest.raises(KeyError):
        course(world, APART, Pace(2)).run(step)


def test_a_turn_begins_nothing_after_a_signal_and_finishes_what_it_has_begun(world: World) -> None:
    fresh, begun = Turn(world), Turn(world)
    with begun.shielded():
        world.came = (2,)

    with begun.shielded():
        pass
    with pytest.raises(Interrupted), fresh.shielded():
        pass


def test_a_turn_has_its_own_signals_and_whoever_was_asked(world: World) -> None:
    asking: Any = replace(world)

    ports = turn_of(ONE, world.ports(), asking)

    assert (ports.asking, ports.interrupts.received, ports.interrupts.came) == (asking, None, ())
