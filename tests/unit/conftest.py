"""What the unit tests of every part may ask for."""

import shutil
from pathlib import Path

import pytest
from hypothesis import settings
from tests.unit.projects import make_project

from platformctl.project.project import Project, load_project

settings.register_profile("unit", deadline=None, max_examples=60)
settings.load_profile("unit")


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that the others are copies of."""
    return make_project(tmp_path_factory.mktemp("template") / "project").root


@pytest.fixture
def project(template: Path, tmp_path: Path) -> Project:
    """Three environments, the built-in kinds and the note; no stack yet."""
    shutil.copytree(template, tmp_path / "project")
    return load_project(tmp_path / "project")
