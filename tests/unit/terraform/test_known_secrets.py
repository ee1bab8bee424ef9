"""What is secret in a plan, a state or an environment is found, and hidden wherever it turns up."""

import json
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from platformctl.terraform.diagnostics import diagnostic_of
from platformctl.terraform.known_secrets import MARK, hidden, masked_texts, secrets_at, secrets_of_environment
from platformctl.terraform.state import State, StateOutput, parse_state

SECRETS = st.text(min_size=6, max_size=30).filter(lambda text: not set(text) <= set(MARK))
STORED = {"value": {"list": ["a", "nested-secret"], "map": {"k.e": "mapped-secret"}}, "type": ["object", {}]}


def get(name: str) -> dict[str, str]:
    return {"type": "get_attr", "value": name}


def index(key: int | str) -> dict[str, Any]:
    return {"type": "index", "value": {"value": key, "type": "number" if isinstance(key, int) else "string"}}


@given(st.text(), SECRETS, st.text())
def test_a_secret_is_hidden_wherever_it_stands(before: str, secret: str, after: str) -> None:
    assert secret not in hidden(f"{before}{secret}{after}", [secret]).replace(MARK, "\0")


@given(SECRETS)
def test_a_secret_is_hidden_in_json_and_in_addresses(secret: str) -> None:
    written = (json.dumps({"a": secret}), json.dumps({"a": secret}, ensure_ascii=False), quote(secret, safe=""))

    assert [hidden(text, [secret]) for text in written] == [f'{{"a": "{MARK}"}}', f'{{"a": "{MARK}"}}', MARK]


def test_of_two_secrets_the_longer_is_hidden_first() -> None:
    assert hidden("secret-one-more", {"secret", "secret-one-more"}) == MARK


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ([get("input"), get("map"), get("k.e")], ["mapped-secret"]),
        ([get("input"), get("list"), index(1)], ["nested-secret"]),
        ([get("input"), get("map"), index("k.e")], ["mapped-secret"]),
        ([get("password")], ["stored-secret"]),
    ],
)
def test_the_texts_at_a_sensitive_path_are_secrets(path: list[Any], found: list[str]) -> None:
    attributes = {"id": "public-1", "input": STORED, "password": "stored-secret"}

    assert list(secrets_at(attributes, [path])) == found


@pytest.mark.parametrize("path", [[get("input"), get("gone")], [get("input"), index(9)], [get("input"), "odd"]])
def test_around_a_path_that_leads_nowhere_all_is_secret(path: list[Any]) -> None:
    assert {"nested-secret", "mapped-secret"} <= set(secrets_at({"input": STORED}, [path]))


def test_a_secret_that_is_not_set_hides_nothing_else() -> None:
    attributes = {"address": "orders.example.com", "password": None}

    assert list(secrets_at(attributes, [[get("password")]])) == []


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists), st.lists(st.text()))
def test_no_odd_path_is_a_crash(value: Any, path: list[Any]) -> None:
    assert all(isinstance(text, str) for text in secrets_at(value, [path, value]))


def test_what_opens_something_in_an_environment_is_secret() -> None:
    environment = {
        "AWS_SECRET_ACCESS_KEY": "planted-key",
        "AWS_SESSION_TOKEN": "planted-session",
        "TF_TOKEN_app_terraform_io": "planted-token",
        "PGPASSWORD": "planted-password",
        "HTTPS_PROXY": "http://me:planted-proxy@proxy.acme.example:3128",
        "AWS_WEB_IDENTITY_TOKEN_FILE": "/var/run/token",
        "AWS_REGION": "eu-central-1",
        "API_KEY": "short",
    }

    found = secrets_of_environment(environment)

    assert found == {"planted-key", "planted-session", "planted-token", "planted-password", "planted-proxy"}


def test_a_diagnostic_is_told_without_secrets() -> None:
    document = {"severity": "error", "summary": "hunter2-is bad", "detail": "sent: hunter2-is\n(hunter2-is)"}

    found = diagnostic_of(document, {"hunter2-is"})

    assert found is not None
    assert (found.summary, found.detail) == (f"{MARK} bad", f"sent: {MARK}\n({MARK})")


def test_an_output_that_repeats_a_secret_attribute_is_sensitive_too() -> None:
    instance = {
        "attributes": {"input": "whole-secret", "output": "whole-secret"},
        "sensitive_attributes": [[get("input")]],
    }
    resource = {"mode": "managed", "type": "terraform_data", "name": "this", "instances": [instance]}
    outputs = {"copy": {"value": ["got whole-secret"]}, "public": {"value": "eu-central-1"}}
    document = {"version": 4, "serial": 1, "lineage": "l", "outputs": outputs, "resources": [resource]}

    state = parse_state(json.dumps(document).encode())

    assert isinstance(state, State)
    assert state.outputs["copy"] == StateOutput(["got whole-secret"], sensitive=True)
    assert state.outputs["public"] == StateOutput("eu-central-1", sensitive=False)
    assert "whole-secret" not in repr(state)


def test_a_mask_hides_what_it_covers() -> None:
    value = {"a": ["public-text", "secret-text"], "b": {"c": "secret-part"}}

    assert list(masked_texts(value, {"a": [False, True], "b": {"c": True}})) == ["secret-text", "secret-part"]
