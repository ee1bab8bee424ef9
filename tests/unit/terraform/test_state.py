"""State files: whole, torn, foreign; and which may follow which."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from platformctl.errors import PlatformError
from platformctl.terraform.state import State, StateObject, StateOutput, Torn, may_follow, parse_state


def _document(**changed: Any) -> dict[str, Any]:
    instances = [
        {"index_key": "a", "attributes": {"id": "i-1"}, "sensitive_attributes": []},
        {"index_key": "b", "attributes": {"id": 7}, "status": "tainted"},
    ]
    resource = {"module": "module.this", "mode": "managed", "type": "aws_x", "name": "y", "instances": instances}
    data = {"mode": "data", "type": "aws_z", "name": "now", "instances": [{"attributes": None, "deposed": "0a"}]}
    outputs = {"url": {"value": "u", "type": "string"}, "key": {"value": "secret", "sensitive": True}}
    document = {"version": 4, "serial": 3, "lineage": "l", "terraform_version": "1.11.4", "check_results": None}
    return {**document, "outputs": outputs, "resources": [resource, data], **changed}


def _bytes(**changed: Any) -> bytes:
    return json.dumps(_document(**changed), indent=2).encode()


def test_a_state_tells_objects_and_outputs() -> None:
    state = parse_state(_bytes())

    assert state == State(
        serial=3,
        lineage="l",
        terraform_version="1.11.4",
        objects=(
            StateObject('module.this.aws_x.y["a"]', "managed", "aws_x", "i-1"),
            StateObject('module.this.aws_x.y["b"]', "managed", "aws_x", "", tainted=True),
            StateObject("data.aws_z.now", "data", "aws_z", "", deposed="0a"),
        ),
        outputs={"url": StateOutput("u", False), "key": StateOutput("secret", True)},
    )


def test_data_sources_are_not_managed() -> None:
    state = parse_state(_bytes())

    assert isinstance(state, State)
    assert {each.type for each in state.managed} == {"aws_x"}


def test_a_secret_output_is_not_in_the_representation() -> None:
    assert "secret" not in repr(parse_state(_bytes()))


def test_no_bytes_are_the_empty_state() -> None:
    state = parse_state(b"")

    assert state == State()
    assert isinstance(state, State)
    assert state.is_empty


@given(st.integers(1, len(_bytes()) - 1))
def test_a_state_cut_anywhere_is_torn(length: int) -> None:
    assert isinstance(parse_state(_bytes()[:length]), Torn)


@given(st.integers(1, len(_bytes()) - 1))
def test_a_state_with_a_rest_of_the_longer_one_before_is_torn(start: int) -> None:
    assert isinstance(parse_state(_bytes() + _bytes()[start:]), Torn)


@pytest.mark.parametrize("content", [b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b'{"a": NaN}'])
def test_what_is_no_object_is_torn_and_never_crashes(content: bytes) -> None:
    assert isinstance(parse_state(content), Torn)


@pytest.mark.parametrize(
    "changed",
    [
        {"version": 3},
        {"version": "4"},
        {"serial": -1},
        {"serial": "3"},
        {"lineage": None},
        {"resources": {}},
        {"resources": [{"instances": 1}]},
        {"outputs": {"a": 1}},
    ],
)
def test_whole_json_that_is_no_state_is_an_error(changed: dict[str, Any]) -> None:
    with pytest.raises(PlatformError):
        parse_state(_bytes(**changed))


def test_the_error_about_a_state_tells_no_value() -> None:
    with pytest.raises(PlatformError) as caught:
        parse_state(_bytes(outputs={"key": {"value": "secret", "sensitive": "secret"}}))

    assert "secret" not in caught.value.detail
    assert "outputs.key.sensitive" in caught.value.detail


@pytest.mark.parametrize(
    ("old", "new", "allowed"),
    [
        (State(), State(1, "l"), True),
        (State(3, "l"), State(3, "l"), True),
        (State(3, "l"), State(4, "l"), True),
        (State(3, "l"), State(2, "l"), False),
        (State(3, "l"), State(4, "other"), False),
        (State(3, "l"), State(), False),
    ],
)
def test_only_the_same_story_goes_on(old: State, new: State, allowed: bool) -> None:
    assert may_follow(old, new) is allowed
