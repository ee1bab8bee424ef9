"""Waiting for a stack: for whom is told, it ends when the stack is free, when the time is over, or by a signal."""

from typing import Any

import pytest

from platformctl.errors import Busy
from platformctl.records import patience
from platformctl.records.lease import Lease
from platformctl.records.local import LocalRecords
from platformctl.records.patience import Patience, claimed

STACK = "dev/db/orders"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Try again at once."""
    monkeypatch.setattr(patience, "BETWEEN", 0.01)


def test_a_stack_that_is_free_is_taken_without_a_word(local: LocalRecords, make_holder: Any) -> None:
    told: list[Busy | None] = []

    lease = claimed(local, STACK, make_holder(), Patience(60, told.append))

    assert lease.stack == STACK
    assert told == []


def test_whoever_waits_is_told_for_whom_and_comes_next(local: LocalRecords, make_holder: Any) -> None:
    held: list[Lease] = [local.claim(STACK, make_holder("first"))]
    told: list[str] = []

    def tell(busy: Busy | None) -> None:
        told.append(busy.detail if busy else "free")
        if held:
            local.release(held.pop())

    lease = claimed(local, STACK, make_holder("second"), Patience(600, tell))

    assert lease.holder.run == "second"
    assert "run first" in told[0]
    assert told[-1] == "free"


def test_whoever_does_not_wait_is_told_at_once(local: LocalRecords, make_holder: Any) -> None:
    local.claim(STACK, make_holder("first"))

    with pytest.raises(Busy, match="Somebody else holds this stack"):
        claimed(local, STACK, make_holder("second"))


def test_the_time_is_over_once(local: LocalRecords, make_holder: Any) -> None:
    local.claim(STACK, make_holder("first"))

    with pytest.raises(Busy, match="Somebody else holds this stack"):
        claimed(local, STACK, make_holder("second"), Patience(0.05))


def test_a_signal_ends_the_waiting(local: LocalRecords, make_holder: Any) -> None:
    local.claim(STACK, make_holder("first"))
    told: list[Busy | None] = []

    with pytest.raises(Busy):
        claimed(local, STACK, make_holder("second"), Patience(600, told.append, lambda: len(told) >= 2))

    assert len(told) == 2


def test_the_holders_ci_run_is_told(local: LocalRecords, make_holder: Any) -> None:
    job = make_holder("first").model_copy(update={"pipeline": "https://git.acme.example/shop/-/jobs/4711"})
    local.claim(STACK, job)

    with pytest.raises(Busy) as refused:
        claimed(local, STACK, make_holder("second"))

    assert "from https://git.acme.example/shop/-/jobs/4711" in refused.value.detail
