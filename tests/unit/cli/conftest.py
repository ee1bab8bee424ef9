"""The command line through its own front door, in this process, in a project of its own."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from platformctl.cli.boundary import run
from platformctl.cli.main import front_door
from platformctl.project.project import Project


@dataclass(frozen=True)
class Said:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """Return the one JSON document on stdout."""
        return json.loads(self.out)

    @property
    def error(self) -> Any:
        """Return the error of the JSON document."""
        return self.document["error"]


Platformctl = Callable[..., Said]


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty folder, with a home of one's own and no settings of the caller's."""
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("PROJECT", "ENV", "OUTPUT", "PROGRESS", "YES"):
        monkeypatch.delenv(f"PLATFORMCTL_{name}", raising=False)
    for name in ("CI", "NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE"):
        monkeypatch.delenv(name, raising=False)
    return here


@pytest.fixture
def platformctl(elsewhere: Path, capsys: pytest.CaptureFixture[str]) -> Platformctl:
    """Run a command line."""

    def ran(*words: str) -> Said:
        capsys.readouterr()
        code = run(front_door(), words)
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return ran


@pytest.fixture
def inside(project: Project, platformctl: Platformctl, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Stand in the project."""
    monkeypatch.chdir(project.root)
    return project
