"""CKV_AWS_334 reads a misspelt key and never fails; no promise may rest on it."""

import pytest
from tests.failclosed.court import Court, Write, judged, seen

from platformctl.errors import Usage

pytestmark = pytest.mark.lifecycle
STACK = """
resource "aws_ecs_task_definition" "this" {
  family                = "orders"
  container_definitions = jsonencode([{ name = "orders", image = "orders", privileged = true }])
}
"""


def test_a_promise_by_a_check_that_never_fails_is_refused(court: Court, write: Write) -> None:
    scan = court.configuration(write(STACK))

    with pytest.raises(Usage) as unprovable:
        judged(scan, court.promise("CKV_AWS_334", of="aws_ecs_task_definition"))

    assert seen(scan, "CKV_AWS_334") == {"PASSED"}
    assert "never fails" in unprovable.value.detail
