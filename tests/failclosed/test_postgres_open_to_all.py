"""No check of checkov's asks about PostgreSQL's port; ours lets in security groups only, whatever the port."""

import pytest
from tests.failclosed.court import Court, Write, held, judged

pytestmark = pytest.mark.lifecycle
RULE = """
resource "aws_security_group" "this" {
  name = "orders"
}
resource "aws_vpc_security_group_ingress_rule" "this" {
  security_group_id = aws_security_group.this.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 5432
  to_port           = 5432
}
"""
OURS = "PCTL_INGRESS_FROM_GROUPS"


def test_a_database_port_that_is_open_to_all_is_stopped(court: Court, write: Write) -> None:
    scan = court.configuration(write(RULE))

    assert held(judged(scan, court.promise(OURS, of="aws_vpc_security_group_ingress_rule"))) == {(OURS, "failed")}
