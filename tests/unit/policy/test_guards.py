"""Guards read what a plan changes: loss, disarming, limits."""

from dataclasses import replace
from typing import Any

import pytest

from platformctl.catalog.contract import Contract
from platformctl.policy.guards import LOSSES, disarm_guard, limits_guard, loss_guard, names_guard
from platformctl.project.platform_file import Limits
from platformctl.terraform.plan import Action, Plan, ResourceChange
from platformctl.terraform.redaction import AttributeChange, Side

CONTRACT = Contract.model_validate(
    {
        "name": "db",
        "version": "1.0.0",
        "title": "Database",
        "description": "A database.",
        "owner": "platform",
        "profiles": {"dev": {}, "staging": {}, "prod": {}},
        "stateful": ["aws_db_instance"],
        "disarm": {"aws_db_instance": {"deletion_protection": False}},
    }
)


def change(action: Action, kind: str = "aws_db_instance", *attributes: str, **more: Any) -> ResourceChange:
    changed = tuple(AttributeChange(path, Side("known", True), Side("known", False)) for path in attributes)
    return ResourceChange(f"module.this.{kind}.this", "managed", kind, "this", "aws", action, changed, {}, **more)


def plan(*changes: ResourceChange) -> Plan:
    return Plan("1.11.4", changes, (), (), frozenset(), applyable=True, complete=True, errored=False)


@pytest.mark.parametrize("action", [Action.DELETE, Action.REPLACE, Action.FORGET])
def test_losing_data_without_the_word_blocks(action: Action) -> None:
    findings = loss_guard(plan(change(action)), CONTRACT, "prod", allowed=frozenset())

    assert [(finding.outcome, finding.blocking) for finding in findings] == [("loss", True)]


def test_losing_data_with_the_word_is_told_and_does_not_block() -> None:
    findings = loss_guard(plan(change(Action.DELETE)), CONTRACT, "prod", allowed=LOSSES)

    assert [finding.blocking for finding in findings] == [False]


@pytest.mark.parametrize("action", [Action.CREATE, Action.UPDATE, Action.NO_OP])
def test_keeping_data_is_no_loss(action: Action) -> None:
    assert loss_guard(plan(change(action)), CONTRACT, "prod", allowed=frozenset()) == ()


def test_losing_what_holds_no_data_is_no_loss() -> None:
    assert loss_guard(plan(change(Action.DELETE, "aws_security_group")), CONTRACT, "prod", allowed=frozenset()) == ()


def test_the_old_object_of_an_interrupted_replacement_still_holds_the_data() -> None:
    assert loss_guard(plan(change(Action.DELETE, deposed="ab12")), CONTRACT, "prod", allowed=frozenset())


def test_a_replacement_says_what_forces_it() -> None:
    replaced = change(Action.REPLACE, replace_paths=("engine", "kms_key_id"))

    (finding,) = loss_guard(plan(replaced), CONTRACT, "prod", allowed=frozenset())

    assert "engine, kms_key_id can't be changed in place." in finding.guideline


def test_only_tier_dev_may_give_the_word_at_the_prompt() -> None:
    said = [loss_guard(plan(change(Action.DELETE)), CONTRACT, "dev", allowed=frozenset())[0].guideline]
    said += [loss_guard(plan(change(Action.DELETE)), CONTRACT, "prod", allowed=frozenset())[0].guideline]

    assert ["--confirm" in text for text in said] == [True, False]


def test_taking_off_the_protection_is_all_that_the_first_plan_of_a_destruction_does() -> None:
    assert disarm_guard(plan(change(Action.UPDATE, "aws_db_instance", "deletion_protection")), CONTRACT) == ()


@pytest.mark.parametrize(
    "beyond",
    [
        change(Action.UPDATE, "aws_db_instance", "deletion_protection", "instance_class"),
        change(Action.REPLACE, "aws_db_instance", "deletion_protection"),
        change(Action.CREATE, "aws_sns_topic", "name"),
        change(Action.UPDATE, "aws_security_group", "tags.owner"),
    ],
)
def test_anything_more_in_the_first_plan_of_a_destruction_blocks(beyond: ResourceChange) -> None:
    assert [finding.blocking for finding in disarm_guard(plan(beyond), CONTRACT)] == [True]


@pytest.mark.parametrize("after", [Side("known", True), Side("unknown"), Side("sensitive")])
def test_protection_set_to_anything_but_off_is_no_disarming(after: Side) -> None:
    odd = replace(
        change(Action.UPDATE), attributes=(AttributeChange("deletion_protection", Side("known", False), after),)
    )

    assert disarm_guard(plan(odd), CONTRACT)


def test_a_size_over_the_limit_blocks() -> None:
    limits = Limits(sizes={"db": ("small", "medium")})

    (finding,) = limits_guard(limits, CONTRACT, "dev/db/orders", size="large", stacks=1)

    assert (finding.resource, "small or medium" in finding.guideline) == ("dev/db/orders", True)


def test_one_stack_too_many_blocks() -> None:
    findings = limits_guard(Limits(stacks=2), CONTRACT, "dev/db/orders", size=None, stacks=3)

    assert [finding.outcome for finding in findings] == ["limit"]


def test_the_last_stack_that_is_allowed_passes() -> None:
    limits = Limits(stacks=2, sizes={"queue": ()})

    assert limits_guard(limits, CONTRACT, "dev/db/orders", size="large", stacks=2) == ()


NAMES = {"db": "acme-dev-orders"}


def named(action: Action, path: str, before: object, after: object) -> ResourceChange:
    attribute = AttributeChange(path, Side("known", before), Side("known", after))
    return replace(change(action), attributes=(attribute,), replace_paths=(path,))


@pytest.mark.parametrize("action", [Action.REPLACE, Action.UPDATE])
@pytest.mark.parametrize(
    ("before", "after"),
    [("acme-dev-old", "acme-dev-orders"), ("acme-dev-old-db-cpu", "acme-dev-orders-db-cpu")],
)
def test_another_name_for_what_exists_blocks_in_every_tier(action: Action, before: str, after: str) -> None:
    findings = names_guard(plan(named(action, "identifier", before, after)), NAMES)

    assert [(finding.check, finding.blocking) for finding in findings] == [("PCTL_GUARD_NAME", True)]


@pytest.mark.parametrize(
    "kept",
    [
        named(Action.UPDATE, "instance_class", "db.t4g.medium", "db.m7g.large"),
        named(Action.REPLACE, "name", "acme-dev-orders-monitoring", "acme-dev-orders-db-monitoring"),
        named(Action.UPDATE, "description", "A database", "The database acme-dev-orders"),
        named(Action.UPDATE, "storage", 20, 30),
        named(Action.CREATE, "identifier", "acme-dev-old", "acme-dev-orders"),
    ],
)
def test_what_keeps_its_name_may_change_otherwise(kept: ResourceChange) -> None:
    assert names_guard(plan(kept), NAMES) == ()
