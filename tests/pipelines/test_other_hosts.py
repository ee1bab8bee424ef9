"""GitLab, Azure DevOps, Atlantis: the vendors' schemas, and the rules that no schema knows."""

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from tests.pipelines.linting import schema
from tests.pipelines.making import pipeline, written

from platformctl.project.pipelines.render import render
from platformctl.workflows.job import job_of

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
    assert [need["artifacts"] for job in applies.values() for need in job["needs"]] == [False]
    assert jobs["workflow"]["auto_cancel"] == {"on_new_commit": "interruptible"}  # else one that waits is cancelled


def test_gitlab_shows_the_report_in_its_own_widgets() -> None:
    assert set(loaded("gitlab", GITLAB)["plan"]["artifacts"]["reports"]) == {"junit", "codequality", "terraform"}


def test_each_shard_of_each_environment_is_a_job_of_gitlab() -> None:
    matrix = loaded("gitlab", GITLAB, "three", 3)["plan"]["parallel"]["matrix"]

    assert [(one["PLATFORMCTL_ENV"], len(one["SHARD"])) for one in matrix] == [
        ("dev", 3),
        ("staging", 3),
        ("prod-eu", 3),
    ]


def test_a_schedule_of_gitlab_looks_at_what_was_applied_and_applies_nothing() -> None:
    jobs = loaded("gitlab", GITLAB)
    rules = [rule["if"] for name, job in jobs.items() if name.startswith("apply-") for rule in job["rules"]]

    assert [one["PLATFORMCTL_ENV"] for one in jobs["drift"]["parallel"]["matrix"]] == ["staging", "prod-eu"]
    assert [one["AWS_ROLE_ARN"].rpartition("/")[2] for one in jobs["drift"]["parallel"]["matrix"]] == [
        "platformctl-staging-preview",
        "see",
    ]
    assert [rule["if"] for rule in jobs["drift"]["rules"]] == [
        '$CI_PIPELINE_SOURCE == "schedule" && $CI_COMMIT_BRANCH == "main"'
    ]
    assert all('== "push"' in rule or '!= "schedule"' in rule for rule in rules)
    assert "drift" not in loaded("gitlab", GITLAB, "sandbox")


def test_a_schedule_of_azure_looks_at_what_was_applied_and_applies_nothing() -> None:
    file = loaded("azure", AZURE)
    stages = {stage["stage"]: stage for stage in file["stages"]}
    tasks = [step for job in stages["drift"]["jobs"] for step in job["steps"] if "AWS" in step.get("task", "")]

    assert [(one["branches"]["include"], one["always"]) for one in file["schedules"]] == [(["main"], "true")]
    assert [job["job"] for job in stages["drift"]["jobs"]] == ["drift_staging", "drift_prod_eu"]
    assert [task["inputs"]["awsCredentials"] for task in tasks] == [
        "platformctl-preview-staging",
        "platformctl-preview-prod-eu",
    ]
    assert "eq(variables['Build.Reason'], 'Schedule')" in stages["drift"]["condition"]
    assert "notIn(variables['Build.Reason'], 'PullRequest', 'Schedule')" in stages["apply"]["condition"]
    assert not {"schedules"} & set(loaded("azure", AZURE, "sandbox"))


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
    jobs = [job for stage in stages[:2] for job in stage["jobs"] if "strategy" in job]
    deployed = [job["strategy"]["runOnce"]["deploy"] for job in stages[2]["jobs"]]

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


def test_what_atlantis_runs_knows_that_it_is_no_laptop() -> None:
    workflow = loaded("atlantis", "atlantis-server.yaml")["workflows"]["platformctl"]
    first = [workflow[stage]["steps"][0] for stage in ("plan", "apply")]

    told = {**{step["env"]["name"]: step["env"]["value"] for step in first}, "PULL_NUM": "7"}
    job = job_of({**told, "HEAD_REPO_OWNER": "stranger", "BASE_REPO_OWNER": "acme"}, "")

    assert len([step for step in first if "env" in step]) == 2
    assert (job.in_ci, job.is_merged, job.fork) == (True, False, "it is a fork's pull request")
