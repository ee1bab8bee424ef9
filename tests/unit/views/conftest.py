"""The stacks that views show: rendered once, in a project of their own."""

from typing import Any

import pytest
from tests.unit.projects import make_project, make_stack

from platformctl.stacks.stack import Stack


@pytest.fixture(scope="session")
def stacks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Stack]:
    """A database in the sandbox, one in a real account, and a note with odd values."""
    project = make_project(tmp_path_factory.mktemp("views") / "project")
    odd: dict[str, Any] = {
        "text": "two\nlines, and " + "long " * 30,
        "lines": ["a", "b"],
        "loud": True,
        "size": "large",
    }
    return {
        "db": make_stack(project, "orders", kind="db", environment="dev", size="medium"),
        "real": make_stack(project, "orders", kind="db", environment="prod"),
        "note": make_stack(project, "one", **odd),
    }
