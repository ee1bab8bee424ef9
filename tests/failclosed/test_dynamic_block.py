"""Of a dynamic block checkov keeps the last element, or none: its checks pass; ours do not."""

import pytest
from tests.failclosed.court import Court, Write, held, judged, seen

pytestmark = pytest.mark.lifecycle
GROUP = """
resource "aws_db_parameter_group" "this" {
  dynamic "parameter" {
    for_each = %s
    content {
      name  = "rds.force_ssl"
      value = parameter.value
    }
  }
}
resource "aws_db_instance" "this" {
  engine               = "postgres"
  parameter_group_name = aws_db_parameter_group.this.name
}
"""
OPEN = """
resource "aws_security_group" "this" {
  dynamic "ingress" {
    for_each = toset(["0.0.0.0/0", "10.0.0.0/8"])
    content {
      protocol    = "tcp"
      from_port   = 22
      to_port     = 22
      cidr_blocks = [ingress.value]
    }
  }
}
"""


@pytest.mark.parametrize("elements", ['toset(["0", "1"])', '["0"]', 'toset(["1", "0"])'])
def test_a_parameter_of_a_dynamic_block_proves_nothing(court: Court, write: Write, elements: str) -> None:
    scan = court.configuration(write(GROUP % elements))

    assert seen(scan, "CKV2_AWS_69") == {"PASSED"}
    assert held(judged(scan, court.promise("PCTL_DB_TLS"))) == {("PCTL_DB_TLS", "failed")}


def test_a_dynamic_ingress_is_an_ingress(court: Court, write: Write) -> None:
    scan = court.configuration(write(OPEN))
    rules = court.promise("PCTL_NO_INLINE_INGRESS", of="aws_security_group", decides="configuration")

    assert seen(scan, "CKV_AWS_24") == {"PASSED"}
    assert held(judged(scan, rules)) == {("PCTL_NO_INLINE_INGRESS", "failed")}
