"""An attacker's project: the fixture kinds, one stack `desk/note/one`, and the command line's own front door."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.unit.cli.conftest import Platformctl, Said, elsewhere, platformctl
from tests.unit.projects import PLATFORM, make_project, make_stack

from platformctl.project.project import Project, load_project

__all__ = ["elsewhere", "platformctl", "victim"]
Refused = Callable[..., str]
PACKS = "packs: [builtin, {path: ./packs/notes}]"


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the project once; every test attacks a copy."""
    project = make_project(tmp_path_factory.mktemp("victim") / "project", re.sub(r"packs: \[.*\]", PACKS, PLATFORM))
    make_stack(project)
    return project.root


@pytest.fixture
def victim(model: Path, tmp_path: Path, platformctl: Platformctl, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Stand in a project that has one stack; whoever starts a judge or Terraform has lost."""
    root = tmp_path / "project"
    shutil.copytree(model, root, symlinks=True)
    monkeypatch.chdir(root)
    monkeypatch.setattr("platformctl.cli.wiring.start_worker", lost)
    monkeypatch.setattr("platformctl.terraform.terraform.Terraform.init", lost)
    return load_project(root)


def lost(*_: object, **__: object) -> None:
    """Fail the test: something was started."""
    pytest.fail("a tool was started on what should have been refused")


@pytest.fixture
def refused(victim: Project, platformctl: Platformctl) -> Refused:
    """Run a command that must be refused, and return what it said on one line."""

    def ran(*words: str, code: int = 64) -> str:
        said: Said = platformctl(*words)
        assert said.code == code
        assert "Traceback" not in said.err
        assert not [path for path in victim.root.glob(".platformctl/state/**/*.tfstate") if path.stat().st_size]
        return " ".join(f"{said.out} {said.err}".split())

    return ran
