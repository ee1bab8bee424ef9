"""On a plan there is no policy document to check: the checks of documents say nothing, and that proves nothing."""

import pytest
from tests.failclosed.court import Court, Write, held, judged_planned, plan_of

pytestmark = pytest.mark.lifecycle
POLICY = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}'


@pytest.mark.parametrize("check", ["CKV_AWS_1", "CKV_AWS_49", "CKV_AWS_107", "CKV_AWS_110", "CKV_AWS_356"])
def test_silence_on_a_plan_proves_nothing(court: Court, write_plan: Write, check: str) -> None:
    document = write_plan(plan_of(("aws_iam_policy", {"policy": POLICY})))

    assert held(judged_planned(court, document, court.promise(check, of="aws_iam_policy"))) == {(check, "missing")}
