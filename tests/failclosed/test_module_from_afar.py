"""Checkov passes over a module from a registry or git; what it would make was not seen, and stops the plan."""

import pytest
from tests.failclosed.court import PRIVATE, Court, Write, found_good, plan_of, why_not

from platformctl.policy.judging import judge_plan
from platformctl.terraform.plan_reader import parse_plan

pytestmark = pytest.mark.lifecycle


@pytest.mark.parametrize("source", ["git::https://git.acme.example/db.git", "terraform-aws-modules/sqs/aws"])
def test_what_comes_from_afar_is_not_planned(court: Court, write: Write, write_plan: Write, source: str) -> None:
    far = f'module "far" {{\n  source = "{source}"\n  version = "1.0.0"\n}}\n'
    seen_before = court.configuration(write(far + PRIVATE)).resources
    document = write_plan(plan_of(("aws_db_instance", {}), ("aws_sqs_queue", {})))
    plan = parse_plan(document.read_bytes())

    why = why_not(lambda: judge_plan(court.plan(document), plan, court.promise(), found_good(*seen_before), "digest"))

    assert "did not see in the configuration: aws_sqs_queue.this" in why
