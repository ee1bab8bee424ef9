"""What a help page and a look at the records may not wait for."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import sys
from platformctl.cli.main import main
try:
    main()
finally:
    sys.stderr.write(" ".join(sys.modules))
"""
THE_WORLD = frozenset({"python_terraform", "http.client", "asyncio", "botocore", "psycopg", "hcl2", "jinja2"})
"""What only those commands need that render, plan or speak to a cloud."""
HEAVY = THE_WORLD | {"pydantic", "ruamel", "sqlite3", "importlib.metadata", "platformctl.catalog"}


def imported(folder: Path, *words: str, **environ: str) -> frozenset[str]:
    """Run a command line that ends well; return every module that it imported."""
    command = [sys.executable, "-c", PROGRAM, *words]
    env = {**os.environ, **environ}
    ended = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=True)
    return frozenset(ended.stderr.split())


@pytest.mark.parametrize("word", ["--help", "--version"])
def test_the_front_page_comes_without_anything_heavy(tmp_path: Path, word: str) -> None:
    modules = imported(tmp_path, word)

    assert modules & HEAVY == set()


@pytest.mark.parametrize("command", ["list", "plan", "apply"])
def test_the_help_of_a_command_comes_without_the_world(tmp_path: Path, command: str) -> None:
    modules = imported(tmp_path, command, "--help")

    assert modules & THE_WORLD == set()


def test_the_help_of_a_kind_comes_without_the_world(tmp_path: Path) -> None:
    modules = imported(tmp_path, "create", "db", "--help")

    assert modules & THE_WORLD == set()


def test_a_plugin_of_pydantics_that_lies_around_is_not_run(tmp_path: Path) -> None:
    (tmp_path / "lying_around.py").write_text("plugin = object()\n", "utf-8")
    metadata = tmp_path / "lying_around-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: lying-around\nVersion: 1.0\n", "utf-8")
    (metadata / "entry_points.txt").write_text("[pydantic]\nlying = lying_around:plugin\n", "utf-8")

    modules = imported(tmp_path, "catalog", PYTHONPATH=str(tmp_path))

    assert "pydantic" in modules
    assert "lying_around" not in modules
