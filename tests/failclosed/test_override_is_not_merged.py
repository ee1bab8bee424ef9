"""Checkov takes an override file for one more resource; of two answers about one the worse counts."""

import pytest
from tests.failclosed.court import CHECK, PRIVATE, PUBLIC, Court, Write, held, judged

pytestmark = pytest.mark.lifecycle


@pytest.mark.parametrize("name", ["main_override.tf", "override.tf"])
@pytest.mark.parametrize(("main", "over"), [(PRIVATE, PUBLIC), (PUBLIC, PRIVATE)])
def test_a_value_that_is_overridden_proves_nothing(court: Court, write: Write, name: str, main: str, over: str) -> None:
    scan = court.configuration(write(main, **{name: over}))

    assert held(judged(scan, court.promise())) == {(CHECK, "failed")}
