"""Of a module that is not there checkov only warns; here there is no verdict."""

import pytest
from tests.failclosed.court import PRIVATE, Court, Write, why_not

pytestmark = pytest.mark.lifecycle


def test_a_module_that_is_not_there_is_no_verdict(court: Court, write: Write) -> None:
    folder = write('module "this" {\n  source = "./nowhere"\n}\n' + PRIVATE)

    assert "nowhere" in why_not(lambda: court.configuration(folder))
