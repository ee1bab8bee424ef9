"""What only the repository knows comes into a plan's report: the words before, the folder, the commit."""

from pathlib import Path
from typing import Any

import pytest
from tests.repository import commit_all, git, make_repository
from tests.unit.projects import make_project, make_stack
from tests.unit.views import samples

from platformctl.cli.common import Common
from platformctl.cli.plan_reports import plan_report
from platformctl.project.project import Project, load_project
from platformctl.stacks.stack import Stack
from platformctl.workflows.report_results import Report, StackReport
from platformctl.workflows.reporting import Occasion
from platformctl.workflows.results import Outcome

INPUTS: dict[str, Any] = {"kind": "db", "environment": "prod"}
TOKEN = "tok-5f1d-of-the-environment"


@pytest.fixture
def inside_repository(tmp_path: Path) -> Project:
    """A project in a folder of a repository, with a database as the first commit."""
    project = make_project(tmp_path / "repository" / "infra")
    make_stack(project, "orders", **INPUTS, storage_gb=20)
    make_repository(tmp_path / "repository")
    return load_project(project.root)


def reported(project: Project, stack: Stack, occasion: Occasion) -> Report:
    """Report a plan of one stack that changes nothing in the cloud."""
    results = (Outcome(samples.unchanged(stack), "previewed"),)
    return plan_report(
        results, 0, occasion, (project, Common(environ={"GITHUB_TOKEN": TOKEN, "PATH": "/usr/bin:/bin"}))
    )


def grown(project: Project) -> StackReport:
    """Ask for more storage, and report it against the first commit."""
    first = git(project.root, "rev-parse", "HEAD")
    stack = make_stack(project, "orders", **INPUTS, storage_gb=50)
    return reported(load_project(project.root), stack, Occasion(fork_point=first)).stacks[0]


def test_the_words_before_are_those_of_the_fork_point(inside_repository: Project) -> None:
    found = grown(inside_repository)

    assert [(one.name, one.before, one.after) for one in found.intent] == [("storage", "20", "50 GB")]


def test_the_request_is_named_from_the_top_of_the_repository_with_the_line_that_changed(
    inside_repository: Project,
) -> None:
    found = grown(inside_repository)

    lines = (inside_repository.root / "stacks/prod/db/orders/request.yaml").read_text("utf-8").splitlines()
    assert found.request == "infra/stacks/prod/db/orders/request.yaml"
    assert "storage_gb: 50" in lines[found.request_line - 1]


def test_a_plan_carries_commit_and_fingerprint(inside_repository: Project) -> None:
    stack = make_stack(inside_repository, "orders", **INPUTS, storage_gb=50)
    second = commit_all(inside_repository.root, "second")

    found = reported(load_project(inside_repository.root), stack, Occasion())

    assert found.commit == second
    assert found.stacks[0].fingerprint.startswith("fp:")


def test_outside_git_there_is_a_report_too(tmp_path: Path) -> None:
    project = make_project(tmp_path / "project")
    stack = make_stack(project, "orders", **INPUTS)

    found = reported(load_project(project.root), stack, Occasion())

    assert (found.commit, found.stacks[0].request) == ("", "stacks/prod/db/orders/request.yaml")


def test_a_token_of_the_surroundings_is_hidden(inside_repository: Project) -> None:
    stack = make_stack(inside_repository, "note", kind="note", text=f"see {TOKEN}")

    found = reported(inside_repository, stack, Occasion(fork_point=git(inside_repository.root, "rev-parse", "HEAD")))

    assert found.stacks[0].intent
    assert TOKEN not in found.model_dump_json()
