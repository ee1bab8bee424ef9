"""Checkov gives its own checks no severity and no guideline; pack.yaml says both, of every check that counts."""

import pytest
from tests.failclosed.court import CHECK, PUBLIC, Court, Write, judged

from platformctl.policy.packs import Pack

pytestmark = pytest.mark.lifecycle


def test_a_finding_says_how_much_it_matters_and_what_to_do(builtin: Pack, court: Court, write: Write) -> None:
    verdict = judged(court.configuration(write(PUBLIC)), court.promise())

    (finding,) = (each for each in verdict.findings if each.check == CHECK)

    assert finding.severity == "critical"
    assert finding.guideline == builtin.file.checks[CHECK].guideline
    assert all(check.guideline for check in builtin.file.checks.values())
