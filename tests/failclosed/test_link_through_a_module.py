"""A link through a module's variable is not seen on a plan: a good bucket fails there; the configuration decides."""

import pytest
from tests.failclosed.court import Court, Write, held, judged, judged_planned, plan_of

pytestmark = pytest.mark.lifecycle
STACK = """
resource "aws_s3_bucket" "this" {
  bucket = "orders"
}
module "closed" {
  source = "./closed"
  bucket = aws_s3_bucket.this.id
}
"""
CLOSED = """
variable "bucket" {
  type = string
}
resource "aws_s3_bucket_public_access_block" "this" {
  bucket                  = var.bucket
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}
"""


def test_the_configuration_sees_the_link(court: Court, write: Write) -> None:
    scan = court.configuration(write(STACK, **{"closed/main.tf": CLOSED}))

    assert held(judged(scan, court.promise("CKV2_AWS_6", of="aws_s3_bucket"))) == set()


@pytest.mark.parametrize(("decides", "against"), [("both", {("CKV2_AWS_6", "failed")}), ("configuration", set())])
def test_a_plan_that_does_not_see_it_counts_only_where_it_decides(
    court: Court, write_plan: Write, decides: str, against: object
) -> None:
    document = write_plan(plan_of(("aws_s3_bucket", {"bucket": "orders"}), unknown=["id"]))
    rules = court.promise("CKV2_AWS_6", of="aws_s3_bucket", decides=decides)

    assert held(judged_planned(court, document, rules)) == against
