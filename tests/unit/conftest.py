"""What the unit tests of every part may ask for."""

from pathlib import Path

import pytest
from hypothesis import settings
from tests.unit.projects import make_project

from platformctl.project.project import Project

settings.register_profile("unit", deadline=None, max_examples=60)
settings.load_profile("unit")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Three environments, the built-in kinds and the note; no stack yet."""
    return make_project(tmp_path / "project")
