"""Worlds for workflows."""

from pathlib import Path

import pytest

from platformctl.project.project import Project
from tests.unit.workflows.world import World


@pytest.fixture
def world(project: Project, tmp_path: Path) -> World:
    """A world in which everything goes well."""
    return World(project, tmp_path / "home")
