"""A plan that is cut short is a parsing error of checkov's that nobody is told; it is no verdict."""

import pytest
from tests.failclosed.court import Court, Write, why_no_verdict

pytestmark = pytest.mark.lifecycle


@pytest.mark.parametrize("left", [1, 40, 400])
def test_half_a_plan_is_no_verdict(court: Court, write_plan: Write, left: int) -> None:
    document = write_plan()
    document.write_bytes(document.read_bytes()[:-left])

    assert why_no_verdict(court, document)
