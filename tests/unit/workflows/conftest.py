"""Worlds for workflows."""

from pathlib import Path

import pytest
from tests.unit.workflows.world import World

from platformctl.project.project import Project


@pytest.fixture
def world(project: Project, tmp_path: Path) -> World:
    """A world in which everything goes well."""
    return World(project, tmp_path / "home")
