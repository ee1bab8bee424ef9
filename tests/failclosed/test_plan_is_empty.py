"""Checkov finds nothing wrong with an empty plan file; it is no verdict."""

import pytest
from tests.failclosed.court import Court, Write, why_no_verdict

pytestmark = pytest.mark.lifecycle


@pytest.mark.parametrize("text", ["", " ", "{}", "[]", "null"])
def test_an_empty_plan_is_no_verdict(court: Court, write_plan: Write, text: str) -> None:
    assert why_no_verdict(court, write_plan(text))
