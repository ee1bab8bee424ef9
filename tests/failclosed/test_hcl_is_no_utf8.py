"""Checkov drops a file that is not UTF-8 and goes on; here it is named, and there is no verdict."""

import pytest
from tests.failclosed.court import PRIVATE, Court, Write, why_not

pytestmark = pytest.mark.lifecycle


def test_a_file_that_is_no_text_is_named(court: Court, write: Write) -> None:
    stack = write(PRIVATE)
    (stack / "more.tf").write_bytes(b'resource "aws_db_instance" "b\xff" {}\n')

    assert "more.tf" in why_not(lambda: court.configuration(stack))
