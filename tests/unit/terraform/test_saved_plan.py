"""Saved plan files."""

import zipfile
from pathlib import Path

import pytest

from platformctl.errors import Blocked, PlatformError
from platformctl.terraform.digests import sha256_of
from platformctl.terraform.saved_plan import PlanFile, planned_from, refuse_other_plan, refuse_stale
from platformctl.terraform.state import State

STATE = b'{"version": 4, "serial": 3, "lineage": "l", "outputs": {}, "resources": []}'


def _plan(folder: Path, content: bytes = STATE, entry: str = "tfstate") -> PlanFile:
    path = folder / "plan"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(entry, content)
    return PlanFile(path, sha256_of(path), has_changes=True)


def test_a_plan_knows_the_state_it_was_made_from(tmp_path: Path) -> None:
    assert planned_from(_plan(tmp_path).path) == State(serial=3, lineage="l")


def test_a_plan_that_fits_the_state_passes(tmp_path: Path) -> None:
    refuse_stale(_plan(tmp_path), State(serial=3, lineage="l"))


@pytest.mark.parametrize("current", [State(4, "l"), State(2, "l"), State(3, "other"), State()])
def test_a_plan_of_another_state_is_blocked(tmp_path: Path, current: State) -> None:
    with pytest.raises(Blocked):
        refuse_stale(_plan(tmp_path), current)


def test_an_unchanged_plan_passes(tmp_path: Path) -> None:
    refuse_other_plan(_plan(tmp_path))


def test_a_changed_plan_is_blocked(tmp_path: Path) -> None:
    plan = _plan(tmp_path)
    _plan(tmp_path, STATE.replace(b"3", b"4"))

    with pytest.raises(Blocked):
        refuse_other_plan(plan)


def test_a_missing_plan_is_blocked(tmp_path: Path) -> None:
    plan = _plan(tmp_path)
    plan.path.unlink()

    with pytest.raises(Blocked):
        refuse_other_plan(plan)


@pytest.mark.parametrize(("content", "entry"), [(STATE, "other"), (b"{", "tfstate"), (b"[]", "tfstate")])
def test_a_plan_without_a_state_is_an_error(tmp_path: Path, content: bytes, entry: str) -> None:
    with pytest.raises(PlatformError):
        planned_from(_plan(tmp_path, content, entry).path)


def test_a_file_that_is_no_plan_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "plan").write_bytes(b"PK no")

    with pytest.raises(PlatformError):
        planned_from(tmp_path / "plan")
