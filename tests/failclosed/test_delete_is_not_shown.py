"""Checkov never sees a deletion; the guards read it from the plan itself."""

import json

import pytest
from tests.failclosed.court import ADDRESS, Court, Write, plan_of

from platformctl.catalog.sources import builtin_folder, load_module
from platformctl.policy.guards import loss_guard
from platformctl.terraform.plan_reader import parse_plan

pytestmark = pytest.mark.lifecycle


def test_a_deletion_without_any_finding_is_stopped_by_a_guard(court: Court, write_plan: Write) -> None:
    plan = {**plan_of(("aws_db_instance", {})), "planned_values": {"root_module": {}}}
    plan["resource_changes"][0]["change"] |= {"actions": ["delete"], "before": {}, "after": None}
    contract = load_module(builtin_folder("modules") / "db", "builtin").contract

    scan = court.plan(write_plan(plan))
    (loss,) = loss_guard(parse_plan(json.dumps(plan).encode()), contract, "prod", allowed=())

    assert (scan.rows, scan.resources) == ((), frozenset())
    assert (loss.resource, loss.outcome, loss.blocking) == (ADDRESS, "loss", True)
