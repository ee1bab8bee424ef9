"""Without terraform_version checkov judges nothing; what was judged must be what is planned."""

import pytest
from tests.failclosed.court import Court, Write, plan_of, why_no_verdict

pytestmark = pytest.mark.lifecycle


def test_a_plan_without_its_version_is_no_verdict(court: Court, write_plan: Write) -> None:
    plan = plan_of(("aws_db_instance", {"publicly_accessible": True}))
    del plan["terraform_version"]

    assert "is not what is planned: aws_db_instance.this" in why_no_verdict(court, write_plan(plan))
