"""The skip words in a text value skip a check of checkov's as well; the worker collects none, on either stage."""

import pytest
from tests.failclosed.court import CHECK, PUBLIC, Court, Write, plan_of, seen

pytestmark = pytest.mark.lifecycle
TEXT = f"checkov:skip={CHECK}: fine"


def test_a_text_in_a_configuration_skips_nothing(court: Court, write: Write) -> None:
    assert seen(court.configuration(write(PUBLIC.replace('"orders"', f'"{TEXT}"')))) == {"FAILED"}


def test_a_text_in_a_plan_skips_nothing(court: Court, write_plan: Write) -> None:
    plan = plan_of(("aws_db_instance", {"publicly_accessible": True, "identifier": TEXT}))

    assert seen(court.plan(write_plan(plan))) == {"FAILED"}
