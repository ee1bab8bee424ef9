"""A change that goes through two environments, from the plan in its branch to the apply after the merge."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.project import Project, desk_project
from tests.repository import commit_all, git, make_repository
from tests.unit.projects import make_stack

from platformctl.project.project import load_project
from platformctl.requests.request import edited_request

pytestmark = pytest.mark.lifecycle
PLATFORM = """\
version: 1
organisation: acme
catalogs: [builtin, {path: ./catalog}]
packs: [builtin, {path: ./packs/notes}]
default_environment: desk
default_team: writers
environments:
  desk: {tier: dev, state: {local: {}}, apply: anyone}
  hall: {tier: dev, state: {local: {}}, apply: anyone, may_use: [desk]}
teams:
  writers: {owner: writers@acme.example}
"""
NOTE, OTHER, WALL = "desk/note/one", "desk/note/two", "hall/board/wall"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a repository whose wall, in the hall, shows a note of the desk; a branch of it changes the note."""
    project = desk_project(tmp_path, PLATFORM)
    for name in ("one", "two"):
        make_stack(load_project(project.root), name, text=f"first {name}")
    assert project.run("apply", NOTE, OTHER, "--yes").code == 0
    assert project.run("--env", "hall", "create", "board", "wall", "--bind", f"{NOTE}:read", "--yes").code == 0
    (project.root / ".gitignore").write_text(".platformctl/\n.terraform/\n", "utf-8")
    make_repository(project.root)
    git(project.root, "checkout", "-q", "-b", "proposal")
    request = project.folder(NOTE) / "request.yaml"
    request.write_text(edited_request(request.read_text("utf-8"), {"text": "news"}), "utf-8")
    assert project.run("render").code == 0
    commit_all(project.root, "news")
    return project


def planned(project: Project, tmp_path: Path, *words: str) -> dict[str, Any]:
    """Plan the change; return the stacks of its report."""
    path = tmp_path / "report.json"
    assert project.run(*words, "plan", "--changed-since", "main", "--report", f"json={path}").code == 0
    report = json.loads(path.read_text("utf-8"))
    return {one["id"]: one for one in report["stacks"]}


def test_a_plan_that_rests_on_another_environment_is_speculative(project: Project, tmp_path: Path) -> None:
    stacks = planned(project, tmp_path)

    assert {name: one["speculative"] for name, one in stacks.items()} == {NOTE: False, WALL: True}
    assert NOTE in stacks[WALL]["not_appliable"]
    alone = planned(project, tmp_path, "--env", "hall")
    assert {name: one["speculative"] for name, one in alone.items()} == {WALL: True}


def test_apply_goes_from_the_environment_that_is_used_to_the_one_that_uses_it(project: Project) -> None:
    said = project.run("apply", "--changed-since", "main", "--yes", "--output", "json")

    assert said.code == 0
    assert [(one["stack"], one["status"]) for one in said.document["stacks"]] == [(NOTE, "applied"), (WALL, "applied")]
    assert "news" in project.run("--env", "hall", "outputs", WALL).stdout
    again = project.run("apply", "--changed-since", "main", "--yes", "--output", "json")
    assert {one["status"] for one in again.document["stacks"]} == {"unchanged"}


@pytest.mark.campaign
def test_what_fails_in_one_environment_stops_the_next_where_that_is_wished(project: Project) -> None:
    (project.folder(NOTE) / "main.tf").write_text("# by hand\n", "utf-8")

    said = project.run("apply", "--changed-since", "main", "--yes", "--stop-on-failure")

    assert said.code == 64
    assert f"{WALL} was not started: {NOTE} failed before it" in said.stdout
    assert project.run("--env", "hall", "plan", WALL, "--output", "json").code == 0
