"""`--wait`: a run waits for whoever holds its stack, says for whom, and goes on when the stack is free."""

from dataclasses import replace

import pytest
from tests.unit.projects import make_stack
from tests.unit.workflows.world import World

from platformctl.errors import Busy
from platformctl.progress import Event
from platformctl.project.project import load_project
from platformctl.records import patience
from platformctl.records.event import Draft
from platformctl.records.lease import Holder
from platformctl.stacks.stack import Stack
from platformctl.workflows.realise import realise
from platformctl.workflows.settle import settle


@pytest.fixture
def stack(world: World, monkeypatch: pytest.MonkeyPatch) -> Stack:
    """A stack; whoever waits for it tries again at once."""
    monkeypatch.setattr(patience, "BETWEEN", 0.01)
    return make_stack(load_project(world.project.root), "one")


def test_a_run_goes_on_when_the_stack_is_free(world: World, stack: Stack) -> None:
    records = world.records
    held = [records.claim(str(stack.id), Holder.here("first", "apply"))]
    told: list[Event] = []

    def progress(event: Event) -> None:
        told.append(event)
        if event.topic == "lease" and held:
            records.release(held.pop())

    outcome = realise(stack, "apply", replace(world.ports(), wait=600, progress=progress))

    assert outcome.status == "applied"
    waits = [event for event in told if event.topic == "lease"]
    assert (waits[0].phase, waits[-1].phase) == ("waiting", "done")
    assert "run first" in waits[0].text


def test_without_patience_it_ends_at_once(world: World, stack: Stack) -> None:
    records = world.records
    lease = records.claim(str(stack.id), Holder.here("first", "apply"))

    with pytest.raises(Busy, match="Somebody else holds this stack"):
        realise(stack, "apply", world.ports())

    assert records.events(str(stack.id)) == ()
    records.release(lease)


def test_settling_waits_for_a_run_that_lives_and_finds_nothing_left(world: World, stack: Stack) -> None:
    records = world.records
    held = [records.claim(str(stack.id), Holder.here("first", "apply"))]
    records.append(Draft(str(stack.id), "first", "started"), held[0])

    def progress(event: Event) -> None:
        if event.topic == "lease" and held:
            records.append(Draft(str(stack.id), "first", "declined"), held[0])
            records.release(held.pop())

    settled = settle(stack.id, replace(world.ports(), wait=600, progress=progress))

    assert settled.verdict == "nothing to settle"
