"""A YAML check that raises leaves no record and no log in checkov; the worker sees the crash."""

import shutil
from pathlib import Path

import pytest
from tests.failclosed.court import PRIVATE, Start, Write, why_not

from platformctl.policy.packs import Pack

pytestmark = pytest.mark.lifecycle


def test_a_check_that_crashes_could_not_be_judged(builtin: Pack, start: Start, write: Write, tmp_path: Path) -> None:
    folder = tmp_path / "pack"
    shutil.copytree(builtin.folder, folder)
    private = folder / "checks/databases-are-not-public.yaml"
    crashing = private.read_text("utf-8").replace("attribute: publicly_accessible", 'attribute: "a[?("')
    private.write_text(crashing.replace("operator: equals", "operator: jsonpath_equals"), encoding="utf-8")
    worker = start(Pack(builtin.file, folder))

    why = why_not(lambda: worker.configuration(write(PRIVATE), tmp_path))

    assert "a check crashed" in why
