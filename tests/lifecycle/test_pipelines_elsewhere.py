"""GitLab's and Azure's pipelines as `ci init` writes them: their own scripts, run by bash."""

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from tests.hosts import azure_server, gitlab_server
from tests.hosts.conftest import azure_variables, gitlab_variables
from tests.hosts.server import served
from tests.lifecycle.pipelined import NAME, STACK, bash, changed_project, merged

pytestmark = pytest.mark.lifecycle
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
    applied = bash(project, "apply", jobs["apply-stage"]["script"][0], {**push, "PLATFORMCTL_ENV": "stage"})

    assert (planned, posted.code, applied.code) == ([0, 0], 0, 0)
    assert [NAME in note for note in notes] == [True]
    assert project.kinds_of_events(STACK)[-1] == "applied"


def test_azure_posts_one_thread_and_applies_what_was_reviewed(tmp_path: Path, database: str) -> None:
    project = changed_project(tmp_path, database, "azure")
    plans, applies = YAML(typ="safe").load(project.root / "azure-pipelines-platformctl.yml")["stages"]
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
    applied = bash(project, "apply", script, {**place, **said, "AGENT_TEMPDIRECTORY": str(tmp_path)})

    assert (planned, posted.code, applied.code) == ([0, 0], 0, 0)
    assert [NAME in thread for thread in threads] == [True]
    assert project.kinds_of_events(STACK)[-1] == "applied"
