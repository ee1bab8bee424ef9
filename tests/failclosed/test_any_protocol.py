"""A rule for every protocol (-1) passes all checks of open ports; ours names protocols, and theirs prove nothing."""

import pytest
from tests.failclosed.court import Court, Write, held, judged, seen

from platformctl.errors import Usage

pytestmark = pytest.mark.lifecycle
RULE = """
resource "aws_security_group" "this" {
  name = "orders"
}
resource "aws_vpc_security_group_ingress_rule" "this" {
  security_group_id = aws_security_group.this.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "-1"
}
"""
RULES = "aws_vpc_security_group_ingress_rule"
OURS = "PCTL_INGRESS_FROM_GROUPS"
EGRESS = RULE.replace("ingress", "egress")


def test_a_rule_for_every_protocol_is_stopped(court: Court, write: Write) -> None:
    scan = court.configuration(write(RULE))

    assert held(judged(scan, court.promise(OURS, of=RULES))) == {(OURS, "failed")}


@pytest.mark.parametrize("check", ["CKV_AWS_24", "CKV_AWS_25", "CKV_AWS_260", "CKV_AWS_277"])
def test_a_promise_by_checks_of_ports_alone_is_refused(court: Court, write: Write, check: str) -> None:
    scan = court.configuration(write(RULE))

    with pytest.raises(Usage) as unprovable:
        judged(scan, court.promise(check, of=RULES))

    assert seen(scan, check) == {"PASSED"}
    assert "opens every protocol" in unprovable.value.detail


def test_so_is_one_by_the_check_of_what_goes_out(court: Court, write: Write) -> None:
    scan = court.configuration(write(EGRESS))

    with pytest.raises(Usage):
        judged(scan, court.promise("CKV_AWS_382", of="aws_vpc_security_group_egress_rule"))

    assert seen(scan, "CKV_AWS_382") == {"PASSED"}


def test_about_groups_themselves_they_may_speak(court: Court, write: Write) -> None:
    scan = court.configuration(write(RULE))

    assert held(judged(scan, court.promise("CKV_AWS_24", of="aws_security_group"))) == set()
