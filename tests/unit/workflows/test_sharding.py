"""What shards are weighed by: the runs on record that every job of a pipeline sees, else the contract."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.unit.projects import make_stack
from tests.unit.workflows.world import World

from platformctl.project.project import load_project
from platformctl.records.event import Event
from platformctl.stacks.stack_id import StackId
from platformctl.workflows.realise import realise
from platformctl.workflows.sharding import share_of, took_before, weights_of
from platformctl.workflows.shards import Shard

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Commits:
    """A branch of which only the time of its newest commit matters."""

    committed: datetime | None


def applied(run: str, began: datetime, ended: datetime) -> list[Event]:
    """A run's first and last event."""
    told: dict[str, Any] = {"stack": "desk/note/one", "seq": 1, "body": {}, "previous": "", "hash": ""}
    return [
        Event.model_construct(id=f"{run}-1", run=run, type="started", at=began.isoformat(), **told),
        Event.model_construct(id=f"{run}-2", run=run, type="applied", at=ended.isoformat(), **told),
    ]


def test_of_several_runs_the_newest_that_had_ended_counts() -> None:
    minutes = [NOON + timedelta(minutes=number) for number in range(10)]
    events = [
        *applied("one", minutes[0], minutes[1]),
        *applied("two", minutes[2], minutes[5]),
        *applied("three", minutes[6], minutes[8]),
    ]

    assert [took_before(events, minutes[number]) for number in (0, 1, 7, 8)] == [None, 60, 180, 120]


def weighed(world: World, committed: datetime | None) -> dict[str, float]:
    """Return what the stacks one and two are reckoned with."""
    stacks = [StackId("desk", "note", name) for name in ("one", "two")]
    history: Any = Commits(committed)
    found = weights_of(stacks, replace(world.ports(), commits=lambda: history))
    return {stack.name: weight for stack, weight in found.items()}


@pytest.fixture
def one_applied(world: World) -> World:
    """Two stacks, one of them applied just now."""
    first = make_stack(load_project(world.project.root), "one")
    make_stack(load_project(world.project.root), "two")
    realise(first, "apply", world.ports())
    return world


def test_a_run_that_ended_before_the_commit_counts_the_contract_for_what_has_none(
    one_applied: World,
) -> None:
    found = weighed(one_applied, datetime.now(UTC) + timedelta(hours=1))

    assert found == {"one": 1.0, "two": 6.0}


@pytest.mark.parametrize("committed", [datetime.now(UTC) - timedelta(hours=1), None])
def test_a_run_that_only_some_jobs_may_see_does_not_count(committed: datetime | None, one_applied: World) -> None:
    assert weighed(one_applied, committed) == {"one": 6.0, "two": 6.0}


def test_a_broken_request_is_shared_out_like_any_other(world: World) -> None:
    stack = make_stack(load_project(world.project.root), "one").id
    (world.project.root / stack.folder / "request.yaml").write_text("{")

    found = [share_of([stack], Shard(number, 2), world.ports()) for number in (1, 2)]

    assert found == [(stack,), ()]
