"""A project whose `main` is protected, and hostile changes on their way to it."""

import os
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from tests.repository import git, make_repository
from tests.unit.projects import PLATFORM, make_project, make_stack
from tests.untrusted.proposing import Looked, commit, look_at

from platformctl.project.project import Project, load_project

PACKS = "packs: [builtin, {path: ./packs/notes}]"


@pytest.fixture(scope="session")
def protected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the repository once: a note without a cloud, a database in prod; every test changes a copy."""
    platform = re.sub(r"packs: \[.*\]", PACKS, PLATFORM)
    project = make_project(tmp_path_factory.mktemp("protected") / "project", platform)
    make_stack(project, text="hello")
    make_stack(project, "orders", kind="db", environment="prod", size="small")
    (project.root / ".gitignore").write_text(".platformctl/\n", "utf-8")
    make_repository(project.root)
    return project.root


@pytest.fixture
def victim(protected: Path, tmp_path: Path) -> Project:
    """Stand on a branch off main."""
    root = tmp_path / "project"
    shutil.copytree(protected, root, symlinks=True)
    git(root, "checkout", "-qb", "change")
    return load_project(root)


@pytest.fixture
def environ(tmp_path: Path) -> Mapping[str, str]:
    """Be a pull request's job of the repository's own."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "PLATFORMCTL_CHECKOV_ENV") if name in os.environ}
    return {**kept, "CI": "true", "XDG_STATE_HOME": str(tmp_path / "state")}


@pytest.fixture
def canary(tmp_path: Path) -> Path:
    """Name a file that is there only when something of the change was run."""
    return tmp_path / "was-run"


@pytest.fixture
def looked(victim: Project, environ: Mapping[str, str], canary: Path) -> Callable[..., Looked]:
    """Commit what lies in the working tree, look at it, and see that nothing of it ran; files are named from there."""

    def ran(**more: str) -> Looked:
        commit(victim.root)
        found = look_at(victim.root, {**environ, **more})
        assert not canary.exists()
        assert str(canary.parent) not in found.report.model_dump_json()
        return found

    return ran
