"""CKV_AWS_60 passes a role that everybody may take on; no promise may rest on it."""

import pytest
from tests.failclosed.court import Court, Write, judged, seen

from platformctl.errors import Usage

pytestmark = pytest.mark.lifecycle
STACK = """
resource "aws_iam_role" "this" {
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "sts:AssumeRole" }]
  })
}
"""


def test_a_promise_by_it_is_refused(court: Court, write: Write) -> None:
    scan = court.configuration(write(STACK))

    with pytest.raises(Usage) as unprovable:
        judged(scan, court.promise("CKV_AWS_60", of="aws_iam_role"))

    assert seen(scan, "CKV_AWS_60") == {"PASSED"}
    assert "everybody may take on" in unprovable.value.detail
