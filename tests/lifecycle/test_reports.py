"""Reports of real plans: what is refused is shown with what it would have destroyed."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.project import DESK, Project, desk_project

from platformctl.requests.request import edited_request

pytestmark = pytest.mark.lifecycle
STAGE = "  stage: {tier: staging, state: {postgres: {url: '${env:DESK_PG}'}}, apply: pipeline}\n"
STACKS = ("stage/note/one", "stage/note/two")


@pytest.fixture
def staging(tmp_path: Path, database: str) -> Project:
    """A project with two stacks where data is not lost without a word in the request."""
    made = desk_project(tmp_path, DESK.replace("teams:\n", f"{STAGE}teams:\n"))
    project = replace(made, environ={**made.environ, "DESK_PG": database})
    for stack in STACKS:
        assert project.run("create", *stack.split("/")[1:], "--env", "stage").code == 0
    assert project.run("apply", *STACKS, "--yes", CI="true").code == 0
    return project


def reported(project: Project) -> tuple[int, Any]:
    """Plan the environment, and return code and report."""
    path = project.root.parent / "report.json"
    said = project.run("plan", "--env", "stage", "--report", f"json={path}")
    return said.code, json.loads(path.read_text("utf-8"))


def with_less(project: Project, stack: str) -> None:
    """Ask for fewer copies than there are."""
    request = project.folder(stack) / "request.yaml"
    request.write_text(edited_request(request.read_text(), {"copies": 1}))


@pytest.mark.campaign
def test_a_refused_deletion_names_what_it_would_destroy(staging: Project) -> None:
    shutil.rmtree(staging.folder(STACKS[0]))

    code, report = reported(staging)

    gone = report["stacks"][0]
    assert (code, gone["id"], gone["status"], gone["touched"]) == (3, STACKS[0], "blocked", "deleted")
    assert len(gone["losses"]) == gone["counts"]["delete"] == 3
    assert all(loss["data"] for loss in gone["losses"])
    assert gone["findings"][0]["check"] == "PCTL_GUARD_LOSS"


def test_stacks_planned_together_are_refused_with_their_plans_too(staging: Project) -> None:
    for stack in STACKS:
        with_less(staging, stack)
    assert staging.run("render").code == 0

    code, report = reported(staging)

    assert code == 3
    assert [stack["status"] for stack in report["stacks"]] == ["blocked", "blocked"]
    assert [stack["counts"]["delete"] for stack in report["stacks"]] == [2, 2]
