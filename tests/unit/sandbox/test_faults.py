"""Faults on order: which calls they meet, and when."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from platformctl.sandbox.emulator.calls import Call
from platformctl.sandbox.emulator.faults import Faults

CREATE = Call("sqs", "eu-central-1", "CreateQueue", is_form=False)
DENIED = {"service": "sqs", "action": "CreateQueue", "status": 403, "code": "AccessDenied"}


def ordered(*rules: Any) -> Faults:
    faults = Faults()
    faults.order(json.dumps(rules).encode())
    return faults


def statuses(faults: Faults, call: Call, times: int) -> list[int]:
    met = [faults.met(call) for _ in range(times)]
    return [fault.status if fault else 0 for fault in met]


def test_without_an_order_nothing_is_refused() -> None:
    assert Faults().met(CREATE) is None


def test_a_rule_meets_its_calls_and_no_others() -> None:
    faults = ordered(DENIED)

    assert statuses(faults, CREATE, 2) == [403, 403]
    assert faults.met(Call("sqs", "eu-central-1", "DeleteQueue", is_form=False)) is None
    assert faults.met(Call("sns", "eu-central-1", "CreateQueue", is_form=False)) is None


def test_a_pattern_meets_many() -> None:
    assert statuses(ordered({"action": "Create*", "status": 503}), CREATE, 1) == [503]


def test_the_first_calls_may_go_through_and_the_later_ones_again() -> None:
    assert statuses(ordered({**DENIED, "after": 1, "times": 2}), CREATE, 5) == [0, 403, 403, 0, 0]


def test_the_first_rule_that_meets_a_call_speaks() -> None:
    faults = ordered({**DENIED, "times": 1}, {"action": "*", "status": 503})

    assert statuses(faults, CREATE, 2) == [403, 503]


def test_a_new_order_takes_the_place_of_the_old() -> None:
    faults = ordered(DENIED)
    faults.order(b"[]")

    assert faults.met(CREATE) is None


@pytest.mark.parametrize(
    "rule",
    [
        {},
        {"status": 403},
        [],
        "CreateQueue",
        {**DENIED, "colour": "red"},
        {**DENIED, "status": "403"},
        {**DENIED, "status": 999},
        {**DENIED, "code": 403},
        {**DENIED, "latency": -1},
        {**DENIED, "silence": -1},
    ],
)
def test_what_is_no_rule_is_refused_and_the_old_order_stays(rule: Any) -> None:
    faults = ordered(DENIED)

    with pytest.raises(ValueError, match="no"):
        faults.order(json.dumps([rule]).encode())

    assert statuses(faults, CREATE, 1) == [403]


@given(st.binary(max_size=40))
def test_any_bytes_are_an_order_or_a_value_error(body: bytes) -> None:
    with suppress(ValueError):
        Faults().order(body)
