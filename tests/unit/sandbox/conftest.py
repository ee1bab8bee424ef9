"""A sandbox whose emulator is a stand-in: the same start, lock, socket and answers, without moto."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from platformctl.progress import silent
from platformctl.sandbox.sandbox import Sandbox

Make = Callable[[Path], Sandbox]


@pytest.fixture
def python(tmp_path: Path) -> Path:
    """The stand-in for the emulator's interpreter."""
    program = tmp_path / "python"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{Path(__file__).with_name("stand_in.py")}" "$@"\n')
    program.chmod(0o755)
    return program


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "project" / ".platformctl" / "sandbox"


@pytest.fixture
def sandbox(folder: Path, python: Path) -> Iterator[Sandbox]:
    made = Sandbox(folder, lambda: python, silent)
    yield made
    made.down()
