"""Stacks that reports are made of: rendered once, in a project of their own."""

import pytest
from tests.unit.projects import make_project, make_stack

from platformctl.stacks.stack import Stack


@pytest.fixture(scope="session")
def stacks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Stack]:
    """A database in production, one in the sandbox, and a note."""
    project = make_project(tmp_path_factory.mktemp("reports") / "project")
    return {
        "real": make_stack(project, "orders", kind="db", environment="prod", storage_gb=50, size="medium"),
        "db": make_stack(project, "orders", kind="db", environment="dev"),
        "note": make_stack(project, "one", text="hello"),
    }
