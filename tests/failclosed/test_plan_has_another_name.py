"""A plan that is not called .json checkov takes for none; what was judged must be what is planned."""

import pytest
from tests.failclosed.court import Court, Write, why_no_verdict

pytestmark = pytest.mark.lifecycle


def test_a_plan_of_another_name_is_no_verdict(court: Court, write_plan: Write) -> None:
    assert "is not what is planned: aws_db_instance.this" in why_no_verdict(court, write_plan(name="plan.txt"))
