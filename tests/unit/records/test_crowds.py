"""Several processes on one store, whichever it is: never together on a stack, and whole when they are killed."""

import random
from typing import Any

import pytest

from platformctl.records.objects import ObjectRecords
from platformctl.records.store import Records

STACK = "dev/db/orders"
CROWD = 8


@pytest.mark.parametrize("count", [10, pytest.param(200, marks=pytest.mark.campaign)])
def test_eight_processes_never_hold_a_stack_together(records: Records, act_there: Any, count: int) -> None:
    crowd = [act_there("claimer", count) for _ in range(CROWD)]

    told = [process.communicate(timeout=1800)[0].splitlines() for process in crowd]

    lines = [line for lines in told for line in lines]
    assert [process.returncode for process in crowd] == [0] * CROWD
    assert {line.split()[1] for line in lines} == {"alone"}
    by_process = [[int(line.split()[0]) for line in one] for one in told]
    fences = [fence for one in by_process for fence in one]
    assert all(one == sorted(one) for one in by_process)
    assert len(fences) == len({*fences}) == CROWD * count
    if not isinstance(records, ObjectRecords):  # there, a claim that backs out at Terraform's lock has spent its fence
        assert max(fences) == CROWD * count


def test_kills_while_appending_lose_no_acknowledged_event(records: Records, act_there: Any) -> None:
    seed = random.randrange(10**6)  # told when the test fails; repeats the run

    told, _ = act_there("appender", 20, seed).communicate(timeout=300)

    counts = [int(line) for line in told.splitlines()]
    assert len(counts) == 20, seed
    assert records.verify_chain(STACK) is None, seed
    assert len(records.events(STACK)) in {counts[-1], counts[-1] + 1}, seed
    assert records.heads("dev") == (records.head(STACK),), seed


def test_kills_within_runs_lose_no_commit_and_leave_a_true_record(records: Records, act_there: Any) -> None:
    seed = random.randrange(10**6)

    told, _ = act_there("runner", 10, seed).communicate(timeout=300)

    lines = told.splitlines()
    assert len(lines) == 10, seed
    assert {line.split(" ", 1)[1] for line in lines} == {"kept closed"}, (seed, lines)
    assert records.verify_chain(STACK) is None, seed
