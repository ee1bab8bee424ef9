"""GitHub's workflows: what their linters say, and the rules that no linter knows."""

import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from tests.pipelines.linting import actionlint, schema, zizmor
from tests.pipelines.making import pipeline, variants, written

from platformctl.project.pipelines.render import TERRAFORM, render

ROOT = Path(__file__).parents[2]
PLAN, REPORT, APPLY = (f".github/workflows/platformctl-{name}.yml" for name in ("plan", "report", "apply"))
NAMES = [name for name, _ in variants("github")]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Path]]:
    """Every variant, on disk."""
    return dict(written("github", tmp_path_factory.mktemp("github")))


def workflow(path: str, project: str = "three", shards: int = 1) -> Any:
    """Return one workflow as GitHub reads it."""
    return YAML(typ="safe").load(render(pipeline("github", project, shards))[path])


@pytest.mark.parametrize("name", NAMES)
def test_actionlint_finds_nothing(name: str, files: dict[str, list[Path]]) -> None:
    assert {file.name: found for file in files[name] if (found := actionlint(file))} == {}


def test_zizmor_finds_nothing(files: dict[str, list[Path]]) -> None:
    assert zizmor(*(file for several in files.values() for file in several)) == ""


def test_the_schema_of_workflows_holds(files: dict[str, list[Path]]) -> None:
    assert schema("github-workflows", [file for several in files.values() for file in several]) == ""


def test_the_action_of_this_repository_is_as_good() -> None:
    action = ROOT / "action.yml"

    assert (zizmor(action), schema("github-actions", [action])) == ("", "")
    assert all(digest in action.read_text("utf-8") for digest in TERRAFORM.values())


@pytest.mark.parametrize("name", NAMES)
def test_whatever_is_used_of_others_is_one_commit(name: str, files: dict[str, list[Path]]) -> None:
    used = [use for file in files[name] for use in re.findall(r"uses: (.*)", file.read_text("utf-8"))]

    assert used
    assert all(re.fullmatch(r"[a-z-]+/[a-z-]+@[0-9a-f]{40} # v[0-9]+\.[0-9]+\.[0-9]+", use) for use in used)


@pytest.mark.parametrize("path", [PLAN, REPORT, APPLY])
def test_no_script_has_an_expression_in_it(path: str) -> None:
    jobs = workflow(path, shards=3)["jobs"].values()

    scripts = [step["run"] for job in jobs for step in job["steps"] if "run" in step]

    assert scripts
    assert not [script for script in scripts if "${{" in script]


def test_a_plan_may_only_read_and_its_report_only_comment() -> None:
    plan = workflow(PLAN)

    assert plan["permissions"] == {}
    assert plan["jobs"]["plan"]["permissions"] == {"contents": "read", "id-token": "write"}
    assert plan["jobs"]["report"]["permissions"] == {"pull-requests": "write", "checks": "write"}


def test_a_project_without_a_cloud_asks_for_no_token_of_identity() -> None:
    assert workflow(PLAN, "sandbox")["jobs"]["plan"]["permissions"] == {"contents": "read"}


def test_a_fork_gets_no_role_and_its_report_is_posted_by_who_checks_nothing_out() -> None:
    (role,) = [step for step in workflow(PLAN)["jobs"]["plan"]["steps"] if "role-to-assume" in step.get("with", {})]
    report = workflow(REPORT)["jobs"]["report"]

    assert "head.repo.full_name == github.repository" in role["if"]
    assert "head_repository.full_name != github.repository" in report["if"]
    assert not [step for step in report["steps"] if "checkout" in step.get("uses", "")]
    assert report["permissions"] == {"actions": "read", "pull-requests": "write"}


def test_a_push_cancels_a_plan_and_never_an_apply() -> None:
    assert workflow(PLAN)["concurrency"]["cancel-in-progress"] is True
    jobs = workflow(APPLY)["jobs"]
    assert {job["concurrency"]["group"] for job in jobs.values()} == {f"platformctl-{name}" for name in jobs}
    assert {job["concurrency"]["cancel-in-progress"] for job in jobs.values()} == {False}


def test_each_shard_of_each_environment_is_a_job_with_that_environments_role() -> None:
    matrix = workflow(PLAN, "three", 3)["jobs"]["plan"]["strategy"]["matrix"]

    assert (matrix["environment"], matrix["shard"]) == (["dev", "staging", "prod-eu"], ["1/3", "2/3", "3/3"])
    assert {one["environment"]: one["role"].rpartition("/")[2] for one in matrix["include"]} == {
        "staging": "platformctl-staging-preview",
        "prod-eu": "see",
    }


def test_the_secret_of_a_plan_is_another_one_than_the_secret_of_an_apply() -> None:
    (plan,) = [step for step in workflow(PLAN)["jobs"]["plan"]["steps"] if step["name"] == "Plan"]
    (apply,) = [step for step in workflow(APPLY)["jobs"]["apply-prod-eu"]["steps"] if step["name"] == "Apply"]

    assert "secrets.PLATFORMCTL_PG_URL_PREVIEW " in plan["env"]["PLATFORMCTL_PG_URL"]
    assert apply["env"]["PLATFORMCTL_PG_URL"] == "${{ secrets.PLATFORMCTL_PG_URL }}"
    assert workflow(APPLY)["jobs"]["apply-prod-eu"]["environment"] == "prod-eu"


def test_what_matters_more_is_applied_after_what_matters_less() -> None:
    jobs = workflow(APPLY)["jobs"]

    assert {name: job.get("needs") for name, job in jobs.items()} == {
        "apply-staging": None,
        "apply-prod-eu": ["apply-staging"],
    }


def test_what_can_be_applied_nowhere_has_no_workflow_for_it() -> None:
    assert APPLY not in render(pipeline("github", "sandbox"))
