"""Texts found in states; never among what is sensitive."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from platformctl.terraform.state_search import find_text

ARN = "arn:aws:sqs:eu-central-1:123456789012:acme-dev-mail"


def state(attributes: dict[str, Any], *, mode: str = "managed", sensitive: tuple[Any, ...] = ()) -> bytes:
    instance = {"attributes": attributes, "sensitive_attributes": list(sensitive)}
    resource = {"module": "module.this", "mode": mode, "type": "aws_sqs_queue", "name": "main", "instances": [instance]}
    document = {"version": 4, "serial": 1, "lineage": "one", "outputs": {}, "resources": [resource]}
    return json.dumps(document).encode()


def test_an_attribute_that_is_the_text_comes_before_those_that_contain_it() -> None:
    found = find_text(state({"policy": f"on {ARN}", "arn": ARN, "tags": {"of": "x"}}), ARN)

    assert [(hit.attribute, hit.exact) for hit in found] == [("arn", True), ("policy", False)]
    assert found[0].address == "module.this.aws_sqs_queue.main"


def test_numbers_and_nested_values_are_found() -> None:
    (hit,) = find_text(state({"ports": [{"from": 5432}]}), "5432")

    assert (hit.attribute, hit.value) == ("ports.0.from", "5432")


def test_a_secret_is_not_found_neither_where_it_is_nor_where_it_is_repeated() -> None:
    path = [{"type": "get_attr", "value": "password"}]

    assert find_text(state({"password": "hunter2-long", "copy": "x hunter2-long"}, sensitive=(path,)), "hunter2") == ()


def test_data_sources_and_states_that_are_none_hold_nothing() -> None:
    assert find_text(state({"arn": ARN}, mode="data"), ARN) == ()
    assert find_text(b"", ARN) == ()
    assert find_text(state({"arn": ARN})[:-5], ARN) == ()
    assert find_text(state({"arn": ARN}), "") == ()


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=3)))
def test_every_attribute_can_be_searched(value: Any) -> None:
    assert all("needle" in hit.value for hit in find_text(state({"value": value, "it": "needle"}), "needle"))
