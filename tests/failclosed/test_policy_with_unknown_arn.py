"""A policy with an ARN that is not known yet is no text on a plan: 62 and 63 pass it; no promise may rest on them."""

import pytest
from tests.failclosed.court import Court, Write, judged_planned, plan_of, seen

from platformctl.errors import Usage

pytestmark = pytest.mark.lifecycle


@pytest.mark.parametrize("check", ["CKV_AWS_62", "CKV_AWS_63"])
def test_a_pass_of_what_is_unknown_proves_nothing(court: Court, write_plan: Write, check: str) -> None:
    document = write_plan(plan_of(("aws_iam_policy", {"name": "all"}), unknown=["policy"]))

    with pytest.raises(Usage) as unprovable:
        judged_planned(court, document, court.promise(check, of="aws_iam_policy", decides="plan"))

    assert seen(court.plan(document), check) == {"PASSED"}
    assert f"{check} passes a policy that it can't read" in unprovable.value.detail
