"""An emulator for each test, and the Python that it runs with."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from platformctl.progress import silent
from platformctl.sandbox.sandbox import Sandbox
from platformctl.toolchain.environments import ensure_environment


@pytest.fixture(scope="module")
def python() -> Path:
    return ensure_environment("emulator", os.environ, silent)


@pytest.fixture
def sandbox(tmp_path: Path, python: Path) -> Iterator[Sandbox]:
    made = Sandbox(tmp_path / "sandbox", lambda: python, silent)
    yield made
    made.down()
