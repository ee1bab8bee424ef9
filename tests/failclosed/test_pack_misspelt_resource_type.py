"""A check of a resource type that is misspelt never runs, silently; a promise that it should prove is not kept."""

from pathlib import Path

import pytest
from tests.failclosed.court import PRIVATE, Start, Write, held, judged, promise
from tests.failclosed.packs import write_pack

from platformctl.policy.packs import load_pack

pytestmark = pytest.mark.lifecycle


def test_a_check_that_never_runs_proves_nothing(start: Start, write: Write, tmp_path: Path) -> None:
    pack = load_pack(write_pack(tmp_path / "pack", "[aws_db_instance]", "[aws_db_instanec]"))
    stack = write(PRIVATE)

    scan = start(pack).configuration(stack, stack.parent)

    assert scan.rows == ()
    assert held(judged(scan, promise(pack, "PCTL_THING"))) == {("PCTL_THING", "missing")}
