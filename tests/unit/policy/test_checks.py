"""The grammar of own checks refuses what could pass a value that nobody understood."""

from typing import Any

import pytest
from pydantic import ValidationError

from platformctl.policy.checks import CheckFile

GOOD: dict[str, Any] = {
    "cond_type": "attribute",
    "resource_types": ["aws_db_instance"],
    "attribute": "publicly_accessible",
    "operator": "equals",
    "value": False,
}


def check(definition: dict[str, Any], identifier: str = "PCTL_X") -> CheckFile:
    metadata = {"id": identifier, "name": "Things are good", "category": "NETWORKING"}
    return CheckFile.model_validate({"metadata": metadata, "definition": definition})


def test_a_plain_attribute_is_read() -> None:
    assert check(GOOD).metadata.id == "PCTL_X"


def test_conditions_nest() -> None:
    assert check({"and": [GOOD, {"or": [GOOD, GOOD]}]})


def test_a_connection_with_a_filter_is_read() -> None:
    types = {"resource_types": ["aws_sqs_queue"], "connected_resource_types": ["aws_sqs_queue_policy"]}
    connection = {"cond_type": "connection", "operator": "exists", **types}
    only = {"cond_type": "filter", "attribute": "resource_type", "operator": "within", "value": ["aws_sqs_queue"]}

    assert check({"and": [only, connection]})


@pytest.mark.parametrize("identifier", ["CKV_AWS_17", "CKV2_AWS_6", "PCTL_lower", "ACME_1", ""])
def test_an_id_that_is_not_ours_is_refused(identifier: str) -> None:
    with pytest.raises(ValidationError):
        check(GOOD, identifier)


@pytest.mark.parametrize(
    "change",
    [
        {"operator": "not_equals"},
        {"operator": "greater_than"},
        {"operator": "not_regex_match", "value": "^x"},
        {"operator": "equlas"},
        {"operator": "exists"},
        {"value": None},
        {"value": "None"},
        {"operator": "regex_match", "value": ".+"},
        {"operator": "regex_match", "value": "^(x"},
        {"operator": "within", "value": ["a", "none"]},
        {"operator": "within", "value": "tcp"},
        {"value": ["a"]},
        {"value": []},
        {"resource_types": []},
        {"resource_types": "all"},
        {"resource_type": ["aws_db_instance"]},
        {"cond_type": "conection"},
    ],
)
def test_what_checkov_would_skip_or_pass_by_mistake_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        check({**GOOD, **change})


@pytest.mark.parametrize("definition", [{}, {"not": GOOD}, {"and": []}, {"or": [{}]}, {"and": [GOOD], "or": [GOOD]}])
def test_an_incomplete_definition_is_refused(definition: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        check(definition)
