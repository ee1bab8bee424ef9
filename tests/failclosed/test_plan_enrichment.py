"""--repo-root-for-plan-enrichment takes skips from the source into a plan; the worker judges the plan alone."""

import pytest
from tests.failclosed.court import PUBLIC, Court, Write, seen

pytestmark = pytest.mark.lifecycle


def test_a_skip_in_the_source_beside_a_plan_skips_nothing(court: Court, write: Write, write_plan: Write) -> None:
    write(PUBLIC.replace("{\n", "{\n  # checkov:skip=PCTL_DB_NOT_PUBLIC: fine\n", 1), folder=".")

    assert seen(court.plan(write_plan(name="project/plan.json"))) == {"FAILED"}
