"""A Python check that raises is dropped with a line in the log; each such line is an error here."""

from pathlib import Path

import pytest
from tests.failclosed.court import PRIVATE, Start, Write, pack_of, why_not

pytestmark = pytest.mark.lifecycle
LOADED = "        self._see_crashes()\n        self._see_records()\n"
RAISES = (
    "        for registry in _registries():\n"
    "            for _, check in registry.all_checks():\n"
    "                check.scan_entity_conf = lambda *_: 1 / 0\n"
)


def test_a_check_that_raises_could_not_be_judged(start: Start, write: Write, tmp_path: Path) -> None:
    worker = start(pack_of(tmp_path, "CKV_AWS_16"), [(LOADED, LOADED + RAISES)])

    why = why_not(lambda: worker.configuration(write(PRIVATE), Path("/")))

    assert "Failed to run check CKV_AWS_16" in why
