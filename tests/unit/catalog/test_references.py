"""What a contract's parts say about each other holds."""

from typing import Any

import pytest

from platformctl.catalog.contract import Contract
from platformctl.catalog.references import reference_faults

ARN = {"type": "string", "description": "its ARN"}
STATEMENT = {"actions": ["sqs:SendMessage"], "on": ["{arn}", "{key.arn}", "{zone}"]}
GUARANTEE = {"promise": "It is safe.", "checks": ["PCTL_SAFE"], "resources": ["aws_sqs_queue"]}
SIGNAL = {
    "metric": "AWS/SQS/Age",
    "description": "It waits",
    "threshold": 1,
    "comparison": "above",
    "severity": "ticket",
    "runbook": "RUNBOOK.md#age",
}
GOOD: dict[str, Any] = {
    "name": "thing",
    "version": "1.0.0",
    "title": "Thing",
    "description": "A thing.",
    "owner": "platform",
    "profiles": {"dev": {}, "staging": {}, "prod": {}},
    "context": {"key": {"type": "object", "description": "key", "properties": {"arn": ARN}}, "zone": ARN},
    "outputs": {"arn": {"description": "ARN"}, "token": {"description": "Token", "sensitive": True}},
    "access": {
        "use": {
            "description": "Use it",
            "statements": [STATEMENT],
            "security_groups": ["arn"],
            "environment": {"ARN": "arn"},
            "secrets": {"SECRET": "arn"},
        }
    },
    "guarantees": [GUARANTEE],
    "signals": {"age": SIGNAL},
    "stateful": ["aws_sqs_queue"],
    "disarm": {"aws_sqs_queue": {"locked": False}},
}


def faults(**changes: Any) -> list[str]:
    found = reference_faults(Contract.model_validate({**GOOD, **changes}))
    return [f"{'.'.join(map(str, where))}: {why}" for where, why in found]


def use(**changes: Any) -> dict[str, Any]:
    return {"use": {**GOOD["access"]["use"], **changes}}


def test_a_sound_contract_has_no_fault() -> None:
    assert faults() == []


@pytest.mark.parametrize(
    ("access", "fault"),
    [
        (use(environment={"ARN": "arm"}), "access.use.environment.ARN: 'arm' is no output. Did you mean 'arn'?"),
        (use(secrets={"S": "url"}), "access.use.secrets.S: 'url' is no output."),
        (use(security_groups=["sg"]), "access.use.security_groups.0: 'sg' is no output."),
        (use(environment={"T": "token"}), "access.use.environment.T: 'token' is sensitive: hand out a reference"),
        (use(secrets={"ARN": "arn"}), "access.use.secrets.ARN: is in environment as well."),
        (use(statements=[{**STATEMENT, "on": ["{key}"]}]), "access.use.statements.0.on: 'key' is no output"),
        (use(statements=[{**STATEMENT, "on": ["{key.id}"]}]), "access.use.statements.0.on: 'key.id' is no output"),
    ],
)
def test_access_hands_out_what_is_there(access: dict[str, Any], fault: str) -> None:
    assert [found for found in faults(access=access) if found.startswith(fault)]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"guarantees": [GUARANTEE, GUARANTEE]}, "guarantees.1: is promised twice."),
        ({"guarantees": [{**GUARANTEE, "checks": ["PCTL_A", "PCTL_A"]}]}, "guarantees.0.checks: says a thing twice."),
        ({"guarantees": [{**GUARANTEE, "tiers": ["dev", "dev"]}]}, "guarantees.0.tiers: says a thing twice."),
        ({"stateful": []}, "disarm.aws_sqs_queue: is not in stateful"),
        ({"provider": "none"}, "signals: needs provider aws"),
    ],
)
def test_each_fault_is_named_where_it_is(changes: dict[str, Any], fault: str) -> None:
    assert [found for found in faults(**changes) if found.startswith(fault)]


@pytest.mark.parametrize("action", ["*", "sqs:*", "sqs:Send*", "sqs", "SQS:SendMessage"])
def test_an_action_is_written_out(action: str) -> None:
    with pytest.raises(ValueError, match=r"access\.use\.statements"):
        faults(access=use(statements=[{**STATEMENT, "actions": [action]}]))


@pytest.mark.parametrize("target", ["*", "arn:aws:s3:::x", "{arn}{arn}", "{}", "{arn}*", "x{arn}"])
def test_a_target_is_something_of_the_stacks_own(target: str) -> None:
    with pytest.raises(ValueError, match=r"access\.use\.statements"):
        faults(access=use(statements=[{**STATEMENT, "on": [target]}]))
