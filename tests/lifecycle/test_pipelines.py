"""GitHub's workflows as `ci init` writes them: their own scripts, run by bash, from a pull request to the apply."""

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from tests.hosts.github_server import HEAD, TOKEN, GitHubServer
from tests.hosts.server import served
from tests.lifecycle.pipelined import NAME, STACK, bash, changed_project, merged
from tests.project import Project, Said
from tests.repository import git

from platformctl.workflows.report_reading import read_report

pytestmark = pytest.mark.lifecycle
OURS, THEIRS = "acme/shop", "stranger/shop"


@dataclass(frozen=True)
class Runner:
    """A machine of GitHub's with the repository checked out."""

    project: Project
    temp: Path
    host: GitHubServer

    def step(self, workflow: str, job: str, name: str, event: Mapping[str, Any], **said: str) -> Said:
        """Run a step's script as the runner does; `said` is what its expressions come to."""
        file = self.project.root / f".github/workflows/platformctl-{workflow}.yml"
        steps = YAML(typ="safe").load(file)["jobs"][job]["steps"]
        (step,) = [one for one in steps if one["name"] == name]
        plain = {key: str(text) for key, text in step.get("env", {}).items() if "${{" not in str(text)}
        return bash(self.project, name, step["run"], {**self._job(event), **plain, **said})

    def _job(self, event: Mapping[str, Any]) -> dict[str, str]:
        """Return what GitHub sets in every job."""
        (self.temp / "event.json").write_text(json.dumps(event))
        name = next(iter(event), "push")
        pushed = name == "push"
        return {
            "GITHUB_ACTIONS": "true",
            "GITHUB_EVENT_NAME": name,
            "GITHUB_EVENT_PATH": str(self.temp / "event.json"),
            "GITHUB_REF": "refs/pull/7/merge" if name == "pull_request" else "refs/heads/main",
            "GITHUB_REF_PROTECTED": "true" if pushed else "false",
            "GITHUB_REPOSITORY": OURS,
            "GITHUB_RUN_ID": "1",
            "GITHUB_SHA": git(self.project.root, "rev-parse", "HEAD"),
            "GITHUB_API_URL": f"{self.host.url}/api/v3",
            "GITHUB_GRAPHQL_URL": f"{self.host.url}/api/graphql",
            "GITHUB_SERVER_URL": self.host.url,
            "GITHUB_OUTPUT": str(self.temp / "output"),
            "GITHUB_STEP_SUMMARY": str(self.temp / "summary"),
            "RUNNER_TEMP": str(self.temp),
        }


def pull_request(whose: str) -> Mapping[str, Any]:
    """What GitHub says of a pull request."""
    head, base = {"sha": HEAD, "repo": {"full_name": whose}}, {"repo": {"full_name": OURS}}
    return {"pull_request": {"number": 7, "head": head, "base": base}}


def run_of_a_fork() -> Mapping[str, Any]:
    """What GitHub says to the protected branch's workflow when a fork's has ended: it names no pull request."""
    head = {"full_name": THEIRS, "owner": {"login": "stranger"}}
    run = {"event": "pull_request", "head_branch": "feature", "head_sha": HEAD, "pull_requests": []}
    return {"workflow_run": {**run, "head_repository": head}, "repository": {"full_name": OURS}}


@pytest.fixture
def runner(tmp_path: Path, database: str) -> Iterator[Runner]:
    """A runner that has checked out the branch."""
    with running(tmp_path, database) as found:
        yield found


@contextmanager
def running(folder: Path, database: str, *more: str) -> Iterator[Runner]:
    """Give a runner for pipelines that were written with more words."""
    project = changed_project(folder, database, "github", *more)
    (folder / "runner" / "platformctl").mkdir(parents=True)
    host = GitHubServer()
    with served(host):
        yield Runner(project, folder / "runner", host)


def planned(runner: Runner, whose: str, job: int = 0, **said: str) -> list[int]:
    """Run the plan of each environment for a pull request, and keep its report; return the exit codes."""
    codes = []
    for environment in ("stage", "desk"):
        codes.append(runner.step("plan", "plan", "Plan", pull_request(whose), PLATFORMCTL_ENV=environment, **said).code)
        folder = runner.temp / "reports" / f"platformctl-report.{environment}.{job}"
        shutil.move(runner.temp / "report", folder)
    return codes


def applied(runner: Runner, since: str, stack: str = "", fingerprint: str = "") -> Said:
    """Run the apply of the protected branch."""
    said = {"SINCE": since, "STACK": stack, "FINGERPRINT": fingerprint}
    return runner.step("apply", "apply-stage", "Apply", {}, **said)


def drifted(runner: Runner) -> Said:
    """Run the nightly look at an environment, and what shows it."""
    found = runner.step("drift", "drift", "Plan everything", {}, PLATFORMCTL_ENV="stage")
    runner.step("drift", "drift", "Show what differs", {})
    return found


def test_a_pull_request_gets_one_comment_about_all_environments(runner: Runner) -> None:
    codes = planned(runner, OURS)

    posted = runner.step("plan", "report", "Post", pull_request(OURS), GITHUB_TOKEN=TOKEN)

    assert (codes, posted.code) == ([0, 0], 0)
    assert NAME in (runner.temp / "summary").read_text()
    assert [NAME in comment["body"] for comment in runner.host.comments] == [True]
    assert [check["conclusion"] for check in runner.host.checks] == ["success"]


@pytest.mark.campaign
def test_shards_are_joined_in_one_comment_and_one_that_is_missing_is_said(tmp_path: Path, database: str) -> None:
    with running(tmp_path, database, "--shards", "2") as runner:
        codes = [planned(runner, OURS, job, SHARD=f"{job}/2") for job in (1, 2)]
        whole = runner.step("plan", "report", "Post", pull_request(OURS), GITHUB_TOKEN=TOKEN)
        shutil.rmtree(runner.temp / "reports" / "platformctl-report.stage.2")
        shutil.rmtree(runner.temp / "reports" / "platformctl-report.desk.1")
        shutil.rmtree(runner.temp / "reports" / "platformctl-report.desk.2")
        torn = runner.step("plan", "report", "Post", pull_request(OURS), GITHUB_TOKEN=TOKEN)

        assert (codes, whole.code, torn.code) == ([[0, 0], [0, 0]], 0, 1)
        assert "no report of desk" in torn.stderr
        assert ["Shard 2 of 2 is missing" in comment["body"] for comment in runner.host.comments] == [True]
        assert [check["conclusion"] for check in runner.host.checks] == ["success", "failure"]


def test_what_a_pull_request_showed_is_applied_after_the_merge(runner: Runner) -> None:
    planned(runner, OURS)
    before = merged(runner.project)

    found = runner.step("apply", "apply-stage", "Find what was applied last", {}, SINCE=before, BEFORE="")
    since = (runner.temp / "output").read_text().splitlines()[-1].removeprefix("commit=")
    night = drifted(runner)
    shown = (runner.temp / "summary").read_text()
    done = applied(runner, since)
    runner.step("apply", "apply-stage", "Show what became of it", {})
    again = applied(runner, since)  # a run after it that begins where the last one did that succeeded

    assert (found.code, since, done.code, again.code) == (0, before, 0, 0)
    assert (night.code, drifted(runner).code) == (2, 0)
    assert NAME in shown
    assert runner.project.kinds_of_events(STACK)[-1] == "applied"
    assert STACK in (runner.temp / "summary").read_text().removeprefix(shown)


@pytest.mark.campaign
def test_what_nobody_reviewed_is_applied_only_by_its_fingerprint(runner: Runner) -> None:
    before = merged(runner.project)

    refused = applied(runner, before)
    runner.step("apply", "apply-stage", "Show what became of it", {})
    (named,) = set(re.findall(r"--accept ([0-9a-fp:]+)", refused.stdout + refused.stderr))
    accepted = applied(runner, before, "note/one", named)

    assert (refused.code, accepted.code) == (3, 0)
    assert f"--accept {named}" in (runner.temp / "summary").read_text()
    assert runner.project.kinds_of_events(STACK)[-1] == "applied"


def test_a_fork_is_looked_at_and_its_report_says_so(runner: Runner) -> None:
    runner.host.may = {"comments"}
    codes = planned(runner, THEIRS, DESK_PG="")
    report = read_report(runner.temp / "reports" / "platformctl-report.stage.0" / "report.json")

    posted = runner.step("report", "report", "Post", run_of_a_fork(), GITHUB_TOKEN=TOKEN)

    assert (codes, posted.code) == ([0, 0], 0)
    assert (report.mode, [stack.status for stack in report.stacks]) == ("untrusted", ["inspected"])
    assert ["a job of a fork" in comment["body"] for comment in runner.host.comments] == [True]


def test_a_report_that_a_fork_made_up_proves_nothing(runner: Runner) -> None:
    for environment in ("stage", "desk"):
        folder = runner.temp / "reports" / f"platformctl-report.{environment}.0"
        folder.mkdir(parents=True)
        (folder / "report.json").write_text('{"version": 1, "mode": "full", "exit_code": 0}')
    runner.host.may = {"comments"}

    posted = runner.step("report", "report", "Post", run_of_a_fork(), GITHUB_TOKEN=TOKEN)

    assert (posted.code, runner.host.checks) == (0, [])
    assert "untrusted" in (runner.temp / "summary").read_text().lower()
