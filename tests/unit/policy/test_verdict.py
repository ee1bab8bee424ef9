"""A verdict that blocks says why, where and what to do; one that passes lets through."""

import json

import pytest

from platformctl.errors import Blocked
from platformctl.policy.verdict import Finding, Proof, Verdict, enforce

FINDING = Finding(
    check="PCTL_DB_NOT_PUBLIC",
    title="Databases say that they are not public",
    resource="module.this.aws_db_instance.this",
    stage="configuration",
    outcome="undecided",
    severity="critical",
    blocking=True,
    guideline="Write publicly_accessible = false.",
    guarantee="Not reachable from the internet.",
    file="vendor/modules/db/1.0.0/main.tf",
    line=15,
)
TOLD = FINDING.model_copy(update={"blocking": False})
PROOF = Proof(promise="It is good.", checks=("PCTL_GOOD",), resources=("a.b",), standing="proven")


def verdict(*findings: Finding) -> Verdict:
    files = {"main.tf": "aa"}
    return Verdict(stage="configuration", findings=findings, guarantees=(PROOF,), resources=("a.b",), files=files)


def test_a_verdict_without_objections_lets_through() -> None:
    assert enforce(verdict(TOLD)).proven == (PROOF,)


def test_a_blocking_verdict_says_what_where_and_what_to_do() -> None:
    with pytest.raises(Blocked) as blocked:
        enforce(verdict(FINDING, TOLD))

    assert blocked.value.exit_code == 3
    assert blocked.value.detail == (
        "1 finding stands against this configuration. Nothing was applied.\n"
        "- Databases say that they are not public: can't be told from what is written for "
        "module.this.aws_db_instance.this (PCTL_DB_NOT_PUBLIC, vendor/modules/db/1.0.0/main.tf:15). "
        "Promised: Not reachable from the internet. Write publicly_accessible = false."
    )


def test_several_objections_are_counted() -> None:
    with pytest.raises(Blocked) as blocked:
        enforce(verdict(FINDING, FINDING))

    assert blocked.value.detail.startswith("2 findings stand")


def test_what_guards_find_joins_the_verdict() -> None:
    assert verdict().with_findings([FINDING]).blocking


def test_a_record_is_plain_json_and_reads_back() -> None:
    record = json.loads(json.dumps(verdict(FINDING).to_record()))

    assert Verdict.model_validate(record) == verdict(FINDING)
