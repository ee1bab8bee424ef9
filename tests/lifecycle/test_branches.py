"""Two branches of one repository, and the pipeline that applies them."""

from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from tests.project import DESK, Project, Said, desk_project
from tests.repository import commit_all, git, make_repository

from platformctl.requests.request import edited_request

pytestmark = pytest.mark.lifecycle
STACK = "stage/note/one"
STAGE = "  stage: {tier: staging, state: {postgres: {url: '${env:DESK_PG}'}}, apply: pipeline}\n"
NOTE = "branches are not compared with what was applied last"


@dataclass(frozen=True)
class Team:
    """A repository with a stack in tier staging, without a sandbox."""

    project: Project

    def change(self, **inputs: str | int) -> None:
        """Edit the request on the branch that is checked out, and commit what it renders to."""
        request = self.project.folder(STACK) / "request.yaml"
        request.write_text(edited_request(request.read_text(), inputs))
        assert self.project.run("render").code == 0
        commit_all(self.project.root, str(inputs))

    def branch(self, name: str) -> None:
        """Begin a branch at the first applied commit."""
        git(self.project.root, "checkout", "-q", "-b", name, "applied")

    def pipeline(self, *words: str) -> Said:
        """Run a command as a CI job."""
        return self.project.run(*words, "--yes", CI="true")


@pytest.fixture
def team(tmp_path: Path, database: str) -> Team:
    made = desk_project(tmp_path, DESK.replace("teams:\n", f"{STAGE}teams:\n"))
    project = replace(made, environ={**made.environ, "DESK_PG": database})
    (project.root / ".gitignore").write_text(".platformctl/\n")
    team = Team(project)
    assert project.run("create", "note", "one", "--env", "stage").code == 0
    make_repository(project.root)
    assert team.pipeline("apply", STACK).code == 0
    git(project.root, "tag", "applied")
    return team


def test_the_second_branch_is_refused_until_it_holds_the_first(team: Team) -> None:
    project = team.project
    team.branch("theirs")
    team.change(text="theirs")
    theirs = team.pipeline("apply", STACK)
    team.branch("ours")
    team.change(copies=4)

    previewed = project.run("plan", STACK, "--output", "json")
    refused = team.pipeline("apply", STACK)
    git(project.root, "merge", "-q", "-X", "ours", "theirs", "-m", "merged")
    project.run("render")
    commit_all(project.root, "merged")
    accepted = team.pipeline("apply", STACK)

    assert (theirs.code, previewed.code, refused.code, accepted.code) == (0, 0, 3, 0)
    told = previewed.document["stacks"][0]["not_appliable"]
    assert told["summary"] == "What was applied last is not in this branch's history"
    assert git(project.root, "rev-parse", "theirs")[:12] in refused.stdout
    assert NOTE not in refused.stderr + accepted.stderr
    assert len(project.show(STACK)["outputs"]["ids"]["value"]) == 4


def test_somebody_who_goes_over_a_run_is_on_record(team: Team) -> None:
    project = team.project
    team.branch("theirs")
    team.change(text="theirs")
    team.pipeline("apply", STACK)
    run = project.show(STACK)["last_applied"]["id"]
    team.branch("ours")
    team.change(text="ours")

    mistaken = team.pipeline("apply", STACK, "--over", "20200101-000000-abcdef")
    over = team.pipeline("apply", STACK, "--over", run)

    started = [event["body"]["facts"]["over"] for event in project.events(STACK) if event["type"] == "started"]
    assert (mistaken.code, over.code) == (3, 0)
    assert started == ["", "", "", run]
    assert f"over run {run}" in " ".join(project.run("history", STACK).stdout.split())


def test_in_tier_dev_it_is_said_once_that_branches_are_not_compared(desk: Project) -> None:
    created = [desk.run("create", "note", name, "--yes").code for name in ("one", "two")]
    edited = [
        desk.run("change", f"desk/note/{name}", "--text", "edited", "--plan-only").code for name in ("one", "two")
    ]

    applied = desk.run("apply", "--all", "--yes")
    changed = desk.run("change", "desk/note/one", "--text", "changed", "--yes")

    assert [*created, *edited, applied.code, changed.code] == [0, 0, 0, 0, 0, 0]
    assert applied.stderr.count(NOTE) == 1
    assert NOTE not in changed.stderr
