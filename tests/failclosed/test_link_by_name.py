"""A connection check does not see a link by a literal name: such a link proves nothing, and a reference does."""

import pytest
from tests.failclosed.court import Court, Write, seen

pytestmark = pytest.mark.lifecycle
LINKED = """
resource "aws_db_parameter_group" "this" {
  name = "orders"
  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }
}
resource "aws_db_instance" "this" {
  parameter_group_name = aws_db_parameter_group.this.name
}
"""


@pytest.mark.parametrize(("name", "answer"), [("aws_db_parameter_group.this.name", "PASSED"), ('"orders"', "FAILED")])
def test_only_a_reference_is_a_link(court: Court, write: Write, name: str, answer: str) -> None:
    stack = write(LINKED.replace("aws_db_parameter_group.this.name", name))

    assert seen(court.configuration(stack), "PCTL_DB_TLS") == {answer}
