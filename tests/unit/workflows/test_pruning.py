"""Retention from the workflow's side: what goes, what stays, what is left as it is."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.unit.workflows.world import EMPTY

from platformctl.progress import silent
from platformctl.records.event import Draft
from platformctl.records.facts import RunFacts
from platformctl.records.lease import Holder
from platformctl.records.local import LocalRecords
from platformctl.records.run import open_run
from platformctl.workflows.pruning import prune

STACK = "desk/note/one"
LATER = datetime.now(UTC) + timedelta(days=1)
"""Seen from here, everything is old."""


@pytest.fixture
def records(world: Any) -> LocalRecords:
    """Records of one stack, run once."""
    records: LocalRecords = world.records
    apply(records, 1)
    return records


def apply(records: LocalRecords, number: int) -> None:
    """Put a run on record that keeps its files."""
    facts = RunFacts(command="apply", stack_digest=f"sha256:{number}")
    with open_run(records, STACK, Holder.here(f"run-{number}", "apply"), facts) as run:
        run.keep({"main.tf": b"x"})
        run.event("applying")
        run.commit(EMPTY)
        run.finish("applied")


def test_the_second_pruning_cuts_what_came_before_the_first(records: LocalRecords) -> None:
    (first,) = prune(records, [STACK], LATER, silent)
    apply(records, 2)

    (second,) = prune(records, [STACK], LATER, silent)

    assert (first.cut, second.cut) == (0, 3)
    assert records.events(STACK)[0].type == "checkpoint"
    assert records.verify_chain(STACK) is None
    head = records.head(STACK)
    assert head is not None
    assert (head.cut, head.status) == (3, "applied")


def test_the_run_whose_files_are_kept_stays_on_record(records: LocalRecords) -> None:
    prune(records, [STACK], LATER, silent)

    (again,) = prune(records, [STACK], LATER, silent)

    assert again.cut == 0
    assert records.events(STACK)[0].run == "run-1"


def test_pruning_twice_records_one_checkpoint(records: LocalRecords) -> None:
    prune(records, [STACK], LATER, silent)
    prune(records, [STACK], LATER, silent)

    assert [event.type for event in records.events(STACK)].count("checkpoint") == 1


def test_what_is_not_old_enough_stays(records: LocalRecords) -> None:
    prune(records, [STACK], LATER, silent)
    apply(records, 2)

    (pruned,) = prune(records, [STACK], datetime.now(UTC) - timedelta(days=1), silent)

    assert pruned.cut == 0


def test_a_run_that_must_be_settled_keeps_its_events(records: LocalRecords) -> None:
    records.append(Draft(STACK, "run-9", "started"))

    (pruned,) = prune(records, [STACK], LATER, silent)

    assert (pruned.busy, pruned.left) == (True, "run run-9 must be settled first")
    assert records.events(STACK)[-1].type == "started"


def test_a_stack_that_somebody_holds_is_left(records: LocalRecords, world: Any) -> None:
    lease = records.claim(STACK, Holder.here("run-9", "apply"))

    (pruned,) = prune(world.records, [STACK], LATER, silent)

    assert pruned.busy
    assert "run run-9" in pruned.left
    records.release(lease)
