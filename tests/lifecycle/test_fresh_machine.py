"""Two commands at once where nothing was ever run: both succeed, and neither undoes what the other did."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.project import DESK, Project, desk_project

pytestmark = pytest.mark.lifecycle


def finish(*both: "subprocess.Popen[str]") -> list[tuple[int, str]]:
    said = [one.communicate(timeout=300)[1] for one in both]
    return [(one.returncode, text) for one, text in zip(both, said, strict=True)]


def test_two_commands_at_once_on_a_fresh_machine_both_succeed(tmp_path: Path) -> None:
    made = desk_project(tmp_path)
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    fresh = {"XDG_CACHE_HOME": str(tmp_path / "cache"), "UV_CACHE_DIR": os.environ.get("UV_CACHE_DIR", f"{home}/uv")}
    project = Project(made.root, made.state, {**made.environ, **fresh})

    both = finish(*(project.start("create", "note", name, "--yes", stderr=subprocess.PIPE) for name in ("one", "two")))

    assert [code for code, _ in both] == [0, 0], both
    assert [project.show(f"desk/note/{name}")["status"] for name in ("one", "two")] == ["applied", "applied"]


def test_two_kinds_adopted_at_once_are_both_in_the_lock(tmp_path: Path) -> None:
    project = desk_project(tmp_path, DESK.replace("catalogs: [", "catalogs: [{path: ./more}, "))
    second = project.root / "more" / "memo"
    shutil.copytree(project.root / "catalog" / "note", second)
    contract = second / "module.yaml"
    contract.write_text(contract.read_text().replace("name: note", "name: memo"))

    both = finish(*(project.start("create", kind, "one", "--yes", stderr=subprocess.PIPE) for kind in ("note", "memo")))

    assert [code for code, _ in both] == [0, 0], both
    lock = (project.root / "platform.lock").read_text()
    assert ("module note@1.0.0" in lock, "module memo@1.0.0" in lock) == (True, True)
    assert project.run("render", "--check").code == 0
