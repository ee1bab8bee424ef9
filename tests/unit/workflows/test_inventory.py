"""Limits of an environment are counted one at a time."""

import pytest
from tests.unit.projects import make_stack
from tests.unit.workflows.world import World

from platformctl.errors import Blocked, Busy
from platformctl.project.project import load_project
from platformctl.records.event import Draft
from platformctl.records.lease import Holder
from platformctl.requests.resolve import Wish
from platformctl.workflows import inventory
from platformctl.workflows.create import create
from platformctl.workflows.inventory import inventory_of
from platformctl.workflows.realise import realise

OTHER = "desk/note/elsewhere"


@pytest.fixture
def limited(world: World) -> World:
    """A world with room for one stack."""
    path = world.project.root / "platform.yaml"
    path.write_text(path.read_text("utf-8").replace("stacks: 4", "stacks: 1"), "utf-8")
    return world


def wish(name: str) -> Wish:
    """Wish for a note."""
    return Wish("note", name, "desk", None, {}, ())


def test_a_stack_that_is_on_record_elsewhere_takes_a_place(limited: World) -> None:
    limited.records.append(Draft(OTHER, "r1", "started"))
    stack = make_stack(load_project(limited.project.root), "one")

    with pytest.raises(Blocked) as refused:
        realise(stack, "apply", limited.ports())

    assert "stack 2 of 1" in refused.value.detail
    assert limited.records.head(str(stack.id)) is None


def test_a_stack_that_was_destroyed_takes_none(limited: World) -> None:
    limited.records.append(Draft(OTHER, "r1", "started"))
    limited.records.append(Draft(OTHER, "r1", "applying"))
    limited.records.append(Draft(OTHER, "r1", "destroyed"))

    assert create(wish("one"), limited.ports(), plan_only=False).status == "applied"


def test_a_stack_that_is_there_is_not_counted_again(limited: World) -> None:
    create(wish("one"), limited.ports(), plan_only=False)
    limited.records.append(Draft(OTHER, "r1", "started"))

    outcome = create(wish("one"), limited.ports(), plan_only=False)

    assert outcome.status in {"applied", "unchanged"}


def test_while_one_counts_another_waits(limited: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inventory, "SECONDS", 0.0)
    records = limited.records
    lease = records.claim(inventory_of("desk"), Holder.here("counting", "count"))

    with pytest.raises(Busy) as refused:
        create(wish("one"), limited.ports(), plan_only=False)

    assert "run counting" in refused.value.detail
    assert not (limited.project.root / "stacks/desk/note/one").exists()
    records.release(lease)


def test_counting_leaves_no_trace_in_lists(limited: World) -> None:
    create(wish("one"), limited.ports(), plan_only=False)

    assert [head.stack for head in limited.records.heads()] == ["desk/note/one"]
    assert limited.records.standings() == {}


def test_a_preview_takes_no_lease(limited: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inventory, "SECONDS", 0.0)
    records = limited.records
    lease = records.claim(inventory_of("desk"), Holder.here("counting", "count"))

    assert create(wish("one"), limited.ports(), plan_only=True).status == "previewed"
    records.release(lease)
