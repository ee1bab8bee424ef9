"""A policy that names its own queue or bucket is unknown on a plan, and passes; the configuration decides."""

import pytest
from tests.failclosed.court import Court, Write, held, judged, judged_planned, plan_of, seen

from platformctl.errors import Usage

pytestmark = pytest.mark.lifecycle
OPEN = """
resource "aws_sqs_queue" "this" {
  name = "orders"
}
resource "aws_sqs_queue_policy" "this" {
  queue_url = aws_sqs_queue.this.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "sqs:*", Resource = aws_sqs_queue.this.arn }]
  })
}
"""
OURS = "PCTL_QUEUE_POLICY_DENIES"


def test_an_open_policy_is_stopped_on_the_configuration(court: Court, write: Write) -> None:
    scan = court.configuration(write(OPEN))

    assert held(judged(scan, court.promise(OURS, of="aws_sqs_queue_policy", decides="configuration"))) == {
        (OURS, "failed")
    }


@pytest.mark.parametrize(
    ("check", "of"),
    [
        ("CKV_AWS_168", "aws_sqs_queue_policy"),
        ("CKV_AWS_387", "aws_sqs_queue_policy"),
        ("CKV_AWS_70", "aws_s3_bucket_policy"),
    ],
)
def test_a_promise_that_only_a_plan_should_prove_is_refused(
    court: Court, write_plan: Write, check: str, of: str
) -> None:
    document = write_plan(plan_of((of, {}), unknown=["policy"]))

    with pytest.raises(Usage) as unprovable:
        judged_planned(court, document, court.promise(check, of=of, decides="plan"))

    assert "FAILED" not in seen(court.plan(document), check)
    assert "not known before the apply" in unprovable.value.detail


def test_our_own_check_does_not_pass_what_is_unknown(court: Court, write_plan: Write) -> None:
    document = write_plan(plan_of(("aws_sqs_queue_policy", {}), unknown=["policy"]))

    assert "PASSED" not in seen(court.plan(document), OURS)
