"""A Python check that returns nothing leaves no record; a promise needs a pass."""

from pathlib import Path

import pytest
from tests.failclosed.court import PRIVATE, Start, Write, held, judged, pack_of, promise, seen

pytestmark = pytest.mark.lifecycle
LOADED = "        self._see_crashes()\n        self._see_records()\n"
SAYS = (
    "        for registry in _registries():\n"
    "            for _, check in registry.all_checks():\n"
    "                check.scan_entity_conf = lambda *_: "
)


@pytest.mark.parametrize("answer", ["None", "False"])
def test_a_check_without_an_answer_proves_nothing(start: Start, write: Write, tmp_path: Path, answer: str) -> None:
    pack = pack_of(tmp_path, "CKV_AWS_16")
    worker = start(pack, [(LOADED, f"{LOADED}{SAYS}{answer}\n")])

    scan = worker.configuration(write(PRIVATE), Path("/"))

    assert "PASSED" not in seen(scan, "CKV_AWS_16")
    assert {check for check, _ in held(judged(scan, promise(pack, "CKV_AWS_16")))} == {"CKV_AWS_16"}
