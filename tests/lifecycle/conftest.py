"""A project with a sandbox of its own, and an independent client of its cloud."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.lifecycle.sandboxed import Sandboxed, sandboxed_project


@pytest.fixture
def sandboxed(tmp_path: Path) -> Iterator[Sandboxed]:
    """A project as `init` makes it; its emulator starts with the first command that needs it."""
    made = sandboxed_project(tmp_path)
    yield made
    made.project.run("sandbox", "down")
