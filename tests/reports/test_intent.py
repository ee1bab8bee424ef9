"""What changed in a request is told in its own words; what lay there before is never trusted to be readable."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from platformctl.requests.request import Lifecycle
from platformctl.stacks.stack import Stack
from platformctl.stacks.stack_id import StackId
from platformctl.workflows.intent import Before, before_of, intent

WAS = {"module": "db@1.0.0", "team": "writers", "inputs": {"size": "medium", "storage_gb": 50}}


def told(stack: Any, before: Before) -> list[tuple[str, str, str]]:
    """Return the words that changed."""
    return [(word.name, word.before, word.after) for word in intent(stack, before)]


def with_request(stack: Any, **more: Any) -> Any:
    """Return the stack with other words in its request."""
    return replace(stack, request=stack.request.model_copy(update=more))


def test_a_unit_stands_behind_the_value_not_in_the_name(stacks: dict[str, Stack]) -> None:
    values = {**stacks["real"].values, "storage_gb": 20}

    assert told(stacks["real"], Before(WAS, values)) == [("storage", "20", "50 GB")]


def test_nothing_is_told_where_nothing_changed(stacks: dict[str, Stack]) -> None:
    assert told(stacks["real"], Before(WAS, stacks["real"].values)) == []


def test_a_new_stack_is_told_by_what_its_request_says(stacks: dict[str, Stack]) -> None:
    assert told(stacks["real"], Before()) == [("size", "", "medium"), ("storage", "", "50 GB")]


@pytest.mark.parametrize(
    ("was", "said"),
    [
        ({"module": "db@0.9.0"}, ("module", "db@0.9.0", "db@1.0.0")),
        ({"team": "readers"}, ("team", "readers", "writers")),
        ({"inputs": {"size": "small"}}, ("size", "small", "medium")),
        ({"bindings": ["queue/mail:send"]}, ("no longer uses", "", "queue/mail:send")),
    ],
)
def test_each_word_of_a_request_can_be_told(
    stacks: dict[str, Stack], was: dict[str, Any], said: tuple[str, str, str]
) -> None:
    assert told(stacks["real"], Before({**WAS, **was}, stacks["real"].values)) == [said]


def test_a_binding_that_is_new_is_told(stacks: dict[str, Stack]) -> None:
    stack = with_request(stacks["real"], bindings=("queue/mail:send",))

    assert told(stack, Before(WAS, stack.values)) == [("uses", "", "queue/mail:send")]


def test_the_word_that_data_may_be_lost_is_told(stacks: dict[str, Stack]) -> None:
    word = Lifecycle(allow=("destroy",), until=date(2026, 12, 24), reason="it moves")

    stack = with_request(stacks["real"], lifecycle=word)

    assert told(stack, Before(WAS, stack.values)) == [("may be lost", "", "destroy until 2026-12-24")]


@settings(deadline=None)
@given(st.one_of(st.binary(max_size=200), st.sampled_from([b"[" * 9_000, b'{"a":' * 5_000, b"a: &x [*x]", b"- 1"])))
def test_whatever_lay_there_before_is_read_as_a_request_or_as_none(content: bytes) -> None:
    before = before_of(StackId("prod", "db", "orders"), lambda _path: content)

    assert isinstance(before.inputs, dict)
    json.dumps(dict(before.values))
