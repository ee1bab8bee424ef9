"""Checkov leaves out what it can't load and goes on with the rest; every check that is expected must be there."""

from pathlib import Path

import pytest
from tests.failclosed.court import PRIVATE, Start, Write, pack_of, why_not

pytestmark = pytest.mark.lifecycle


def test_a_check_that_is_not_there_is_named(start: Start, write: Write, tmp_path: Path) -> None:
    worker = start(pack_of(tmp_path, "CKV_AWS_16", "CKV_AWS_99999", "PCTL_NOWHERE"))

    why = why_not(lambda: worker.configuration(write(PRIVATE), tmp_path))

    assert "did not load CKV_AWS_99999, PCTL_NOWHERE" in why
