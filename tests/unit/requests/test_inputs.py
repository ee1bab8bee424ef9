"""Inputs: what the contract does not offer can't be passed, and the tier's profile is not weakened."""

from typing import Any

import pytest

from platformctl.catalog.contract import Contract
from platformctl.errors import Blocked, Usage
from platformctl.project.platform_file import Environment
from platformctl.requests.inputs import checked_inputs, checked_size, option, typed

CONTRACT = Contract.model_validate(
    {
        "name": "thing",
        "version": "1.0.0",
        "title": "Thing",
        "description": "A thing.",
        "owner": "platform",
        "inputs": {
            "engine": {"type": "string", "enum": ["16", "17"], "default": "17"},
            "storage_gb": {"type": "integer", "minimum": 20, "maximum": 500, "default": 20},
            "label": {"type": "string", "pattern": "^[a-z ]+$", "maxLength": 9},
            "ratio": {"type": "number", "default": 0.5},
            "safe": {"type": "boolean", "default": False},
            "lines": {"type": "array", "items": {"type": "string"}, "maxItems": 2, "default": ["a"]},
            "window": {
                "type": "object",
                "properties": {
                    "day": {"type": "string", "enum": ["mon", "sun"]},
                    "hours": {"type": "integer", "default": 1},
                },
                "default": {"day": "sun"},
            },
        },
        "sizes": {"small": {}, "large": {}},
        "default_size": "small",
        "profiles": {"dev": {}, "staging": {}, "prod": {"safe": True, "lines": ["kept"]}},
    }
)
DEV = Environment.model_validate({"tier": "dev", "state": {"local": {}}})
PROD = Environment.model_validate({"tier": "prod", "state": {"s3": {"bucket": "acme-state", "region": "eu-central-1"}}})


def refusal(**inputs: Any) -> str:
    with pytest.raises(Usage, match="Invalid input") as refused:
        checked_inputs(CONTRACT, {"label": "x", **inputs}, DEV)
    return refused.value.detail


def test_defaults_fill_what_is_not_said() -> None:
    assert checked_inputs(CONTRACT, {"label": "x"}, DEV) == {
        "engine": "17",
        "storage_gb": 20,
        "label": "x",
        "ratio": 0.5,
        "safe": False,
        "lines": ["a"],
        "window": {"day": "sun", "hours": 1},
    }


def test_what_is_said_counts() -> None:
    said: dict[str, Any] = {"engine": "16", "storage_gb": 500, "label": "a b", "ratio": 2, "safe": True, "lines": []}

    values = checked_inputs(CONTRACT, {**said, "window": {"day": "mon", "hours": 3}}, DEV)

    assert values == {**said, "window": {"day": "mon", "hours": 3}}


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ({"engine": "15"}, "thing: engine: must be '16' or '17'."),
        ({"engine": 17}, "thing: engine: should be a valid string."),
        ({"storage_gb": 19}, "thing: storage_gb: should be greater than or equal to 20."),
        ({"storage_gb": 501}, "thing: storage_gb: should be less than or equal to 500."),
        ({"storage_gb": "20"}, "thing: storage_gb: should be a valid integer."),
        ({"storage_gb": True}, "thing: storage_gb: should be a valid integer."),
        ({"label": "A"}, "thing: label: must match ^[a-z ]+$"),
        ({"label": "too long to be"}, "thing: label: "),
        ({"label": "x\n"}, "thing: label: must match"),
        ({"ratio": float("nan")}, "thing: ratio: should be a finite number."),
        ({"ratio": float("inf")}, "thing: ratio: should be a finite number."),
        ({"safe": "yes"}, "thing: safe: should be a valid boolean."),
        ({"lines": ["a", "b", "c"]}, "thing: lines: List should have at most 2 items"),
        ({"lines": [1]}, "thing: lines: should be a valid string."),
        ({"lines": ["a\u202eb"]}, "thing: lines: U+202E is a character that can't be seen."),
        ({"lines": ["a\x1b[31m"]}, "thing: lines: U+001B is a character that can't be seen."),
        ({"window": {"hours": 1}}, "thing: window: day: 'day' is missing."),
        ({"window": {"day": "tue"}}, "thing: window: day: must be 'mon' or 'sun'."),
        ({"window": {"day": "mon", "houses": 1}}, "thing: window: houses: is not known here."),
        ({"label": None}, "thing: label: is missing; give --label."),
        ({"storage": 20}, "thing: storage: is not an input. Did you mean 'storage_gb'? Inputs: engine, "),
        ({"publicly_accessible": True}, "thing: publicly_accessible: is not an input."),
    ],
)
def test_what_the_contract_does_not_offer_is_refused(inputs: dict[str, Any], said: str) -> None:
    assert refusal(**inputs).startswith(said)


def test_a_profile_pins_what_it_names() -> None:
    values = checked_inputs(CONTRACT, {"label": "x"}, PROD)

    assert (values["safe"], values["lines"]) == (True, ["kept"])
    assert checked_inputs(CONTRACT, {"label": "x", "safe": True}, PROD)["safe"] is True


@pytest.mark.parametrize(("inputs", "said"), [({"safe": False}, "--safe is yes"), ({"lines": []}, "--lines is kept")])
def test_a_request_can_not_weaken_a_profile(inputs: dict[str, Any], said: str) -> None:
    with pytest.raises(Blocked, match="The tier's profile decides this") as blocked:
        checked_inputs(CONTRACT, {"label": "x", **inputs}, PROD)

    assert f"thing: {said} in tier prod" in blocked.value.detail


@pytest.mark.parametrize(("said", "size"), [(None, "small"), ("large", "large")])
def test_a_size_is_a_word_of_the_contract(said: str | None, size: str) -> None:
    assert checked_size(CONTRACT, said) == size


@pytest.mark.parametrize("said", ["smal", "", 5, True, ["small"]])
def test_any_other_size_is_refused(said: object) -> None:
    with pytest.raises(Usage) as refused:
        checked_size(CONTRACT, said)

    assert "Sizes: small, large." in refused.value.detail


def test_a_kind_without_sizes_has_none() -> None:
    bare = CONTRACT.model_copy(update={"sizes": {}, "default_size": None})

    assert checked_size(bare, None) is None
    with pytest.raises(Usage, match="Invalid input"):
        checked_inputs(bare, {"label": "x", "size": "small"}, DEV)


def test_an_option_is_typed_with_dashes() -> None:
    assert option("high_availability") == "--high-availability"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (True, "--is-it"),
        (False, "--no-is-it"),
        (5, "--is-it 5"),
        ("a b", "--is-it 'a b'"),
        ("$(x)", "--is-it '$(x)'"),
        (["a", "b c"], "--is-it a --is-it 'b c'"),
        ({"day": "mon", "hours": [1, 2]}, "--is-it day=mon --is-it hours=1,2"),
    ],
)
def test_an_input_can_be_pasted_into_a_shell(value: object, words: str) -> None:
    assert typed("is_it", value) == words
