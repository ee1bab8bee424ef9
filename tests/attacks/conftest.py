"""An attacker's project: the fixture kinds, one stack `desk/note/one`, and the command line's own front door."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.unit.cli.conftest import Platformctl, Said, elsewhere, platformctl
from tests.unit.projects import make_project, make_stack

from platformctl.project.project import Project

__all__ = ["elsewhere", "platformctl", "victim"]
Refused = Callable[..., str]


@pytest.fixture
def victim(tmp_path: Path, platformctl: Platformctl, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Stand in a project that has one stack; whoever starts a judge or Terraform has lost."""
    project = make_project(tmp_path / "project")
    make_stack(project)
    monkeypatch.chdir(project.root)
    monkeypatch.setattr("platformctl.cli.wiring.start_worker", lost)
    monkeypatch.setattr("platformctl.terraform.terraform.Terraform.init", lost)
    return project


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
        assert not list((victim.root / ".platformctl").glob("state/**/*.tfstate"))
        return " ".join(f"{said.out} {said.err}".split())

    return ran
