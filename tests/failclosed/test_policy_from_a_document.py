"""A policy from a document can't be read on a configuration: 62 and 63 pass it; no promise may rest on them."""

import pytest
from tests.failclosed.court import Court, Write, held, judged, seen

from platformctl.errors import Usage

pytestmark = pytest.mark.lifecycle
STACK = """
data "aws_iam_policy_document" "this" {
  statement {
    actions   = ["*"]
    resources = ["*"]
  }
}
resource "aws_iam_policy" "this" {
  policy = data.aws_iam_policy_document.this.json
}
"""


def test_a_promise_by_checks_that_can_not_read_it_is_refused(court: Court, write: Write) -> None:
    scan = court.configuration(write(STACK))

    with pytest.raises(Usage) as unprovable:
        judged(scan, court.promise("CKV_AWS_62", "CKV_AWS_63", of="aws_iam_policy"))

    assert seen(scan, "CKV_AWS_62") == {"PASSED"}
    assert "passes a policy that it can't read" in unprovable.value.detail


def test_what_reads_the_document_itself_says_no(court: Court, write: Write) -> None:
    scan = court.configuration(write(STACK))

    assert seen(scan, "CKV_AWS_1") == {"FAILED"}
    assert held(judged(scan, court.promise("CKV_AWS_1", of="aws_iam_policy"))) == {("CKV_AWS_1", "missing")}
