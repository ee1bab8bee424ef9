"""What a preview leaves open of a stack whose producers don't exist yet."""

from typing import Any

import pytest

from platformctl.policy.holding_over import held_over, without_what_is_undecided
from platformctl.policy.verdict import Finding, Proof, Verdict
from platformctl.terraform.plan import Action, Plan, ResourceChange
from platformctl.terraform.redaction import ABSENT, UNKNOWN, AttributeChange, Side

ROLE = "module.this.aws_iam_role_policy.this"
PROMISE = "Its role may do what its bindings say."


def finding(**more: Any) -> Finding:
    said = {
        "check": "PCTL_ROLE_POLICY",
        "title": "Policies name each object",
        "resource": ROLE,
        "stage": "plan",
        "outcome": "failed",
        "severity": "high",
        "blocking": True,
        "guideline": "Write it out.",
        "guarantee": PROMISE,
    }
    return Finding.model_validate({**said, **more})


def verdict(*findings: Finding, stage: Any = "plan") -> Verdict:
    proof = Proof(promise=PROMISE, checks=("PCTL_ROLE_POLICY",), resources=(ROLE,), standing="unproven")
    return Verdict(stage=stage, findings=findings, guarantees=(proof,), resources=(ROLE,), files={})


def plan(after: Side = UNKNOWN) -> Plan:
    attributes = (AttributeChange("policy", ABSENT, after),)
    change = ResourceChange(ROLE, "managed", "aws_iam_role_policy", "this", "aws", Action.CREATE, attributes, {})
    return Plan("1.11.4", (change,), (), (), frozenset({ROLE}), applyable=True, complete=True, errored=False)


def test_what_is_held_against_an_unknown_value_is_left_open() -> None:
    left = held_over(verdict(finding()), verdict(stage="configuration"), plan())

    assert not left.blocking
    assert left.findings[0].outcome == "undecided"
    assert left.guarantees[0].standing == "pending"


def test_what_a_configuration_can_not_tell_yet_is_left_to_the_plan() -> None:
    found = (finding(stage="configuration", outcome="undecided"), finding(stage="configuration", check="PCTL_OTHER"))

    left = without_what_is_undecided(verdict(*found, stage="configuration"))

    assert [each.blocking for each in left.findings] == [False, True]
    assert left.guarantees[0].standing == "unproven"


@pytest.mark.parametrize(
    ("against", "configuration", "planned"),
    [
        (finding(), verdict(stage="configuration"), plan(Side("known", "*"))),
        (finding(), verdict(finding(stage="configuration", blocking=False), stage="configuration"), plan()),
        (finding(outcome="loss"), verdict(stage="configuration"), plan()),
        (finding(resource="module.this.aws_iam_role.this"), verdict(stage="configuration"), plan()),
    ],
    ids=["the value is known", "the configuration had it, too", "a loss", "another resource"],
)
def test_everything_else_stays_a_no(against: Finding, configuration: Verdict, planned: Plan) -> None:
    left = held_over(verdict(against), configuration, planned)

    assert left.blocking
    assert left.guarantees[0].standing == "unproven"
