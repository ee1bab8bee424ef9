"""What the tests of every part may ask for."""

from pathlib import Path

import pytest
from tests.project import Project, desk_project


@pytest.fixture
def desk(tmp_path: Path) -> Project:
    """A project without a cloud, whose kind is the note."""
    return desk_project(tmp_path)
