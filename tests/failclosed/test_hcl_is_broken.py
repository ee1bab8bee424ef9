"""Checkov drops a file that is no HCL and goes on; here it is named, and there is no verdict."""

import pytest
from tests.failclosed.court import PRIVATE, Court, Write, why_not

pytestmark = pytest.mark.lifecycle


@pytest.mark.parametrize("text", ['resource "aws_db_instance" "other" {\n', 'resource "a" "b" {\n  c =\n}\n'])
def test_a_file_that_is_no_hcl_is_named(court: Court, write: Write, text: str) -> None:
    broken = write(PRIVATE, **{"more.tf": text})

    assert "could not read stack/more.tf" in why_not(lambda: court.configuration(broken))
