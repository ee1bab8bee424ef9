"""Checkov finds nothing wrong with a plan that is not there; it is no verdict."""

import pytest
from tests.failclosed.court import Court, Write, why_no_verdict

pytestmark = pytest.mark.lifecycle


def test_a_missing_plan_is_no_verdict(court: Court, write_plan: Write) -> None:
    document = write_plan()
    document.unlink()

    assert "could not read plan.json" in why_no_verdict(court, document)
