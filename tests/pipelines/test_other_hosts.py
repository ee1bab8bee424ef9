"""GitLab, Azure DevOps, Atlantis: the vendors' schemas, and the rules that no schema knows."""

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from tests.pipelines.linting import schema
from tests.pipelines.making import pipeline, written

from platformctl.project.pipelines.render import render

GITLAB, AZURE = ".gitlab/platformctl.yml", "azure-pipelines-platformctl.yml"


def loaded(host: Any, path: str, project: str = "three", shards: int = 1) -> Any:
    """Return a file as its host reads it."""
    return YAML(typ="safe").load(render(pipeline(host, project, shards))[path])


def every(host: Any, folder: Path) -> list[Path]:
    """Return all files of all variants."""
    return [file for several in written(host, folder).values() for file in several]


def test_the_schema_of_gitlab_holds(tmp_path: Path) -> None:
    assert schema("gitlab-ci", every("gitlab", tmp_path), "--data-transform", "gitlab-ci") == ""


def test_the_schema_of_azure_holds(tmp_path: Path) -> None:
    files = every("azure", tmp_path)
    for file in files:
        file.write_text(_known_tasks(file.read_text("utf-8")), "utf-8")

    more = ("--data-transform", "azure-pipelines", "--regex-variant", "python")
    assert schema("azure-pipelines", files, *more) == ""


def _known_tasks(text: str) -> str:
    """Put a task of Microsoft's for the one of AWS, which the schema does not know."""
    dropped = ("awsCredentials:", "regionName:", "disableAutoCwd:", "workingDirectory:")
    lines = [line for line in text.splitlines() if not line.strip().startswith(dropped)]
    words = {"AWSShellScript@1": "Bash@3", "scriptType: inline": "targetType: inline", "inlineScript:": "script:"}
    text = "\n".join(lines)
    for old, new in words.items():
        text = text.replace(old, new)
    return text


def test_a_push_cancels_a_plan_of_gitlab_and_never_an_apply() -> None:
    jobs = loaded("gitlab", GITLAB)

    assert jobs["plan"]["interruptible"] is True
    applies = {name: job for name, job in jobs.items() if name.startswith("apply-")}
    assert {job["resource_group"] for job in applies.values()} == {f"platformctl-{name}" for name in applies}
    assert {job["interruptible"] for job in applies.values()} == {False}


def test_gitlab_shows_the_report_in_its_own_widgets() -> None:
    assert set(loaded("gitlab", GITLAB)["plan"]["artifacts"]["reports"]) == {"junit", "codequality", "terraform"}


def test_each_shard_of_each_environment_is_a_job_of_gitlab() -> None:
    matrix = loaded("gitlab", GITLAB, "three", 3)["plan"]["parallel"]["matrix"]

    assert [(one["PLATFORMCTL_ENV"], len(one["SHARD"])) for one in matrix] == [
        ("dev", 3),
        ("staging", 3),
        ("prod-eu", 3),
    ]


def test_azure_lends_no_role_to_a_fork() -> None:
    (job,) = [job for job in loaded("azure", AZURE)["stages"][0]["jobs"] if job["job"] == "plan_prod_eu"]

    conditions = {
        step.get("task", "bash"): step["condition"]
        for step in job["steps"]
        if step.get("displayName", "").startswith("Plan")
    }

    assert "ne(variables['System.PullRequest.IsFork'], 'True')" in conditions["AWSShellScript@1"]
    assert "eq(variables['System.PullRequest.IsFork'], 'True')" in conditions["bash"]


def test_a_script_of_the_task_of_aws_runs_in_the_repository_and_is_short_enough() -> None:
    stages = loaded("azure", AZURE, "three", 3)["stages"]
    jobs = [job for job in stages[0]["jobs"] if "strategy" in job]
    deployed = [job["strategy"]["runOnce"]["deploy"] for job in stages[1]["jobs"]]

    tasks = [step["inputs"] for job in (*jobs, *deployed) for step in job["steps"] if "AWS" in step.get("task", "")]

    assert {task["workingDirectory"] for task in tasks} == {"$(System.DefaultWorkingDirectory)"}
    assert max(len(task["inlineScript"]) for task in tasks) < 5000


@pytest.mark.parametrize("project", ["sandbox", "one", "three", "hostile"])
def test_atlantis_has_one_project_for_each_environment(project: str) -> None:
    made = pipeline("atlantis", project)

    projects = loaded("atlantis", "atlantis.yaml", project)["projects"]

    assert [(one["name"], one["workspace"]) for one in projects] == [(one.name, one.name) for one in made.targets]


def test_the_server_of_atlantis_says_what_is_run_not_the_branch() -> None:
    (repository,) = loaded("atlantis", "atlantis-server.yaml")["repos"]

    assert (repository["allowed_overrides"], repository["allow_custom_workflows"]) == ([], False)
    assert repository["apply_requirements"] == ["approved", "mergeable", "undiverged"]
    assert "workflow" not in loaded("atlantis", "atlantis.yaml")["projects"][0]
