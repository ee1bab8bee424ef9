"""GitLab's, Azure's and Atlantis's pipelines as `ci init` writes them: their own scripts, run by bash."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from tests.hosts import azure_server, gitlab_server
from tests.hosts.conftest import azure_variables, gitlab_variables
from tests.hosts.server import served
from tests.lifecycle.pipelined import NAME, STACK, bash, changed_project, merged
from tests.project import Project

from platformctl.workflows.report_reading import read_report

pytestmark = [pytest.mark.lifecycle, pytest.mark.campaign]
WHOLE = {"CI_MERGE_REQUEST_PROJECT_ID": "12", "CI_MERGE_REQUEST_SOURCE_PROJECT_ID": "12"}


def test_gitlab_posts_one_note_and_applies_what_was_reviewed(tmp_path: Path, database: str) -> None:
    project = changed_project(tmp_path, database, "gitlab")
    jobs: Any = YAML(typ="safe").load(project.root / ".gitlab/platformctl.yml")
    place = {"PLACE": str(tmp_path), "CI_PROJECT_DIR": str(project.root), "DESK_PG_PREVIEW": database}

    host = gitlab_server.GitLabServer()
    with served(host):
        request = {**place, **gitlab_variables(host.url), **WHOLE}
        planned = [
            bash(project, "plan", jobs["plan"]["script"][0], {**request, "PLATFORMCTL_ENV": name}).code
            for name in ("desk", "stage")
        ]
        posted = bash(project, "report", jobs["report"]["script"][0], request)
        notes = [note["body"] for note in host.notes]
    before = merged(project)
    push = {**place, "GITLAB_CI": "true", "CI_COMMIT_REF_PROTECTED": "true", "CI_COMMIT_BEFORE_SHA": before}
    nights = [bash(project, "drift", jobs["drift"]["script"][0], {**push, "PLATFORMCTL_ENV": "stage"}).code]
    applied = bash(project, "apply", jobs["apply-stage"]["script"][0], {**push, "PLATFORMCTL_ENV": "stage"})
    nights.append(bash(project, "drift", jobs["drift"]["script"][0], {**push, "PLATFORMCTL_ENV": "stage"}).code)

    assert (planned, posted.code, applied.code, nights) == ([0, 0], 0, 0, [2, 0])
    assert [NAME in note for note in notes] == [True]
    assert project.kinds_of_events(STACK)[-1] == "applied"


def test_azure_posts_one_thread_and_applies_what_was_reviewed(tmp_path: Path, database: str) -> None:
    project = changed_project(tmp_path, database, "azure")
    plans, drifts, applies = YAML(typ="safe").load(project.root / "azure-pipelines-platformctl.yml")["stages"]
    jobs = {job["job"]: job["steps"] for job in plans["jobs"]}
    scripts = {name: [step["bash"] for step in steps if "bash" in step] for name, steps in jobs.items()}
    place = {"PLACE": str(tmp_path), "PIPELINE_WORKSPACE": str(tmp_path / "artifacts")}

    host = azure_server.AzureServer()
    with served(host):
        request = {**place, **azure_variables(host.url, tmp_path), "SYSTEM_PULLREQUEST_ISFORK": "False"}
        planned = []
        for name in ("desk", "stage"):
            planned.append(bash(project, "plan", scripts[f"plan_{name}"][1], {**request, "PLATFORMCTL_ENV": name}).code)
            (tmp_path / "artifacts").mkdir(exist_ok=True)
            (tmp_path / "report").rename(tmp_path / "artifacts" / f"platformctl-report.{name}.1")
        posted = bash(project, "report", scripts["report"][1], request)
        threads = [comment["content"] for thread in host.threads for comment in thread["comments"]]
    before = merged(project)
    (job,) = applies["jobs"]
    said = {"STACK": "none", "FINGERPRINT": "none", "SINCE": before, "PLATFORMCTL_ENV": "stage", "TF_BUILD": "True"}
    script = job["strategy"]["runOnce"]["deploy"]["steps"][2]["bash"]
    look = drifts["jobs"][0]["steps"][2]["bash"]
    nights = [bash(project, "drift", look, {**place, **said, "AGENT_TEMPDIRECTORY": str(tmp_path)}).code]
    applied = bash(project, "apply", script, {**place, **said, "AGENT_TEMPDIRECTORY": str(tmp_path)})
    nights.append(bash(project, "drift", look, {**place, **said, "AGENT_TEMPDIRECTORY": str(tmp_path)}).code)

    assert (planned, posted.code, applied.code, nights) == ([0, 0], 0, 0, [2, 0])
    assert [NAME in thread for thread in threads] == [True]
    assert project.kinds_of_events(STACK)[-1] == "applied"


def test_atlantis_applies_what_its_plan_showed_and_looks_at_a_fork_only(tmp_path: Path, database: str) -> None:
    project = changed_project(tmp_path, database, "atlantis")
    workflow = YAML(typ="safe").load(project.root / "atlantis-server.yaml")["workflows"]["platformctl"]
    pull = {"PULL_NUM": "7", "PROJECT_NAME": "stage", "BASE_BRANCH_NAME": "main", "PLANFILE": str(tmp_path / "plan")}
    ours = {**pull, "BASE_REPO_OWNER": "acme", "HEAD_REPO_OWNER": "acme"}

    theirs = _run(project, workflow["plan"]["steps"], {**ours, "HEAD_REPO_OWNER": "stranger"})
    mode = read_report(tmp_path / "plan").mode
    early = _run(project, workflow["apply"]["steps"], ours)
    planned = _run(project, workflow["plan"]["steps"], ours)
    applied = _run(project, workflow["apply"]["steps"], ours)

    assert (theirs, mode, early, planned, applied) == (0, "untrusted", 3, 0, 0)
    assert NAME in (tmp_path / "plan.md").read_text()
    assert project.kinds_of_events(STACK)[-1] == "applied"


def _run(project: Project, steps: Any, environ: Mapping[str, str]) -> int:
    """Run the steps as Atlantis does, which sets no CI by itself."""
    said = {step["env"]["name"]: step["env"]["value"] for step in steps if "env" in step}
    (script,) = [step["run"] for step in steps if "run" in step]
    return bash(project, "atlantis", script, {"CI": "", **environ, **said}).code
