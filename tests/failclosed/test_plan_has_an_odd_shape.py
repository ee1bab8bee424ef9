"""An odd shape makes checkov crash, or not, as CKV_NO_FAIL_ON_CRASH says; it is no verdict."""

import pytest
from tests.failclosed.court import Court, Write, plan_of, why_no_verdict

pytestmark = pytest.mark.lifecycle


@pytest.mark.parametrize("module", [{"resources": "none"}, {"resources": [{"address": 1}]}])
def test_a_plan_of_an_odd_shape_is_no_verdict(court: Court, write_plan: Write, module: object) -> None:
    plan = {**plan_of(("aws_db_instance", {})), "planned_values": {"root_module": module}}

    assert why_no_verdict(court, write_plan(plan))
