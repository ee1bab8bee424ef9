"""A comparison in a local leaves these checks undecided on a configuration; undecided is not proven."""

import pytest
from tests.failclosed.court import Court, Write, held, judged

pytestmark = pytest.mark.lifecycle
STACK = """
variable "tier" {
  default = "prod"
}
locals {
  prod = var.tier == "prod"
}
resource "aws_db_instance" "this" {
  multi_az                = local.prod
  deletion_protection     = local.prod
  backup_retention_period = local.prod ? 7 : 0
}
resource "aws_cloudwatch_log_group" "this" {
  retention_in_days = local.prod ? 365 : 1
}
"""


@pytest.mark.parametrize(
    ("check", "of"),
    [
        ("CKV_AWS_157", "aws_db_instance"),
        ("CKV_AWS_293", "aws_db_instance"),
        ("PCTL_DB_BACKUPS", "aws_db_instance"),
        ("CKV_AWS_338", "aws_cloudwatch_log_group"),
        ("PCTL_LOGS_RETENTION", "aws_cloudwatch_log_group"),
    ],
)
def test_what_is_undecided_is_not_proven(court: Court, write: Write, check: str, of: str) -> None:
    scan = court.configuration(write(STACK))

    assert held(judged(scan, court.promise(check, of=of))) == {(check, "undecided")}
