"""Logic that checkov does not follow makes its own check pass a public database; ours says `equals false`."""

import pytest
from tests.failclosed.court import CHECK, Court, Write, held, judged, seen

pytestmark = pytest.mark.lifecycle

WAYS = [
    "!local.internal",
    'var.tier == "dev"',
    'var.tier == "dev" && true',
    'var.tier == "dev" || false',
    "lookup({ dev = true }, var.tier, false)",
    "{ dev = true, prod = false }[var.tier]",
    'coalesce(null, var.tier == "dev")',
    "data.aws_ssm_parameter.this.value",
]
STACK = """
variable "tier" {
  default = "dev"
}
locals {
  internal = var.tier == "prod"
}
data "aws_ssm_parameter" "this" {
  name = "public"
}
resource "aws_db_instance" "this" {
  publicly_accessible = %s
}
"""
EACH = """
resource "aws_db_instance" "this" {
  for_each            = toset(["dev", "prod"])
  publicly_accessible = each.value == "dev"
}
"""


@pytest.mark.parametrize("way", WAYS)
def test_a_value_behind_logic_proves_nothing(court: Court, write: Write, way: str) -> None:
    scan = court.configuration(write(STACK % way))

    assert {check for check, _ in held(judged(scan, court.promise()))} == {CHECK}


def test_a_comparison_with_each_value_proves_nothing(court: Court, write: Write) -> None:
    scan = court.configuration(write(EACH))

    assert seen(scan, "CKV_AWS_17") == {"PASSED"}
    assert held(judged(scan, court.promise())) == {(CHECK, "failed")}
