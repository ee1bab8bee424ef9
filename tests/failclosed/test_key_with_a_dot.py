"""Checkov's YAML checks skip an instance whose key has a dot; its warning is an error here."""

import pytest
from tests.failclosed.court import PUBLIC, Court, Write, why_not

pytestmark = pytest.mark.lifecycle


def test_an_instance_that_is_skipped_is_no_verdict(court: Court, write: Write) -> None:
    dotted = PUBLIC.replace("{", '{\n  for_each = toset(["10.0.1.0/24"])', 1)

    assert "Failed to find context" in why_not(lambda: court.configuration(write(dotted)))
