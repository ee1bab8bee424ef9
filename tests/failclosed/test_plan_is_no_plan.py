"""Checkov finds nothing wrong with JSON that is no plan; it is no verdict."""

import pytest
from tests.failclosed.court import Court, Write, why_no_verdict

pytestmark = pytest.mark.lifecycle


@pytest.mark.parametrize("text", ['{"resource": {"aws_db_instance": {}}}', '"plan"', "true", '{"values": {}}'])
def test_other_json_is_no_verdict(court: Court, write_plan: Write, text: str) -> None:
    assert why_no_verdict(court, write_plan(text))
