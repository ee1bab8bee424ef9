"""What the provider fills in looks like a setting on a plan (115), and is missing before (226): neither proves."""

import pytest
from tests.failclosed.court import Court, Write, held, judged, judged_planned, plan_of, seen

from platformctl.errors import Usage

pytestmark = pytest.mark.lifecycle


def test_a_default_on_a_plan_proves_nothing(court: Court, write_plan: Write) -> None:
    document = write_plan(plan_of(("aws_lambda_function", {"reserved_concurrent_executions": -1})))

    with pytest.raises(Usage) as unprovable:
        judged_planned(court, document, court.promise("CKV_AWS_115", of="aws_lambda_function", decides="plan"))

    assert seen(court.plan(document), "CKV_AWS_115") == {"PASSED"}
    assert "a default of the provider" in unprovable.value.detail


def test_what_is_not_said_is_not_promised(court: Court, write: Write) -> None:
    scan = court.configuration(write('resource "aws_db_instance" "this" {\n  engine = "postgres"\n}\n'))

    assert held(judged(scan, court.promise("CKV_AWS_226"))) == {("CKV_AWS_226", "failed")}
