"""The judge on trial: each file is one way in which checkov goes wrong, and shows that our judge does not."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from tests.failclosed.court import Court, Start, Write, plan_of
from tests.policy.conftest import builtin, cache, checkov

from platformctl.policy.client import PROGRAM, start_worker
from platformctl.policy.conversation import Patience
from platformctl.policy.packs import Pack

__all__ = ["builtin", "cache", "checkov"]
NUMBERS = (1, 17, 20, 24, 25, 49, 53, 60, 62, 63, 70, 107, 110, 115, 133, 157, 168, 260, 277, 334, 338, 356, 382, 387)
TOLD_OF = (*(f"CKV_AWS_{number}" for number in NUMBERS), "CKV2_AWS_6", "CKV2_AWS_69")
"""Checks that go wrong and are, for that reason, not all in the built-in pack."""


@pytest.fixture(scope="session")
def told_of(builtin: Pack) -> Pack:
    """The built-in pack, and every check of checkov's that goes wrong."""
    model = builtin.file.checks["CKV_AWS_16"].model_copy(update={"blocking": False})
    checks = {**dict.fromkeys(TOLD_OF, model), **builtin.file.checks}
    return Pack(builtin.file.model_copy(update={"checks": checks}), builtin.folder)


@pytest.fixture(scope="session")
def court(told_of: Pack, checkov: Path, cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Court]:
    """One worker for all, as long as it is whole."""
    made = Court(lambda: start_worker(checkov, tmp_path_factory.mktemp("judge"), cache).order([told_of]), told_of)
    yield made
    made.close()


@pytest.fixture
def start(checkov: Path, cache: Path, tmp_path: Path) -> Iterator[Start]:
    """Start a worker of a test's own: with its pack, its changes to the program, its patience."""
    with ExitStack() as open_workers:

        def start(pack: Pack, changes: Any = (), seconds: float = 60) -> Any:
            scratch = tmp_path / "scratch"
            scratch.mkdir()
            program = PROGRAM.read_text("utf-8")
            for old, new in changes:
                assert program.count(old) == 1, old
                program = program.replace(old, new)
            (scratch / "program.py").write_text(program, encoding="utf-8")
            patience = Patience(90, seconds)
            started = start_worker(checkov, scratch, cache, scratch / "program.py", patience)
            return open_workers.enter_context(started.order([pack]))

        yield start


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a stack's folder: `main.tf`, and more files by name."""

    def write(main: str, folder: str = "stack", **more: str) -> Path:
        stack = tmp_path / "project" / folder
        for name, text in {"main.tf": main, **more}.items():
            (stack / name).parent.mkdir(parents=True, exist_ok=True)
            (stack / name).write_text(text, encoding="utf-8")
        return stack

    return write


@pytest.fixture
def write_plan(tmp_path: Path) -> Write:
    """Write a plan's JSON, of a public database where nothing else is said."""

    def write_plan(document: Any = None, name: str = "plan.json") -> Path:
        path = tmp_path / name
        whole = plan_of(("aws_db_instance", {"publicly_accessible": True})) if document is None else document
        path.write_text(whole if isinstance(whole, str) else json.dumps(whole), encoding="utf-8")
        return path

    return write_plan
