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
PLAN, REPORT, APPLY, DRIFT = (
    f".github/workflows/platformctl-{name}.yml" for name in ("plan", "report", "apply", "drift")
)
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


@pytest.mark.parametrize("path", [PLAN, REPORT, APPLY, DRIFT])
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


def test_a_push_cancels_a_plan_and_never_an_apply_and_a_run_by_hand_takes_no_place_in_the_queue() -> None:
    assert workflow(PLAN)["concurrency"]["cancel-in-progress"] is True
    jobs = workflow(APPLY)["jobs"]
    own = "${{ github.event_name == 'push' && 'push' || github.run_id }}"
    assert {job["concurrency"]["group"] for job in jobs.values()} == {f"platformctl-{name}-{own}" for name in jobs}
    assert {job["concurrency"]["cancel-in-progress"] for job in jobs.values()} == {False}


def test_a_signal_of_the_runner_reaches_the_apply_and_not_a_shell_that_keeps_it() -> None:
    (apply,) = [step["run"] for step in workflow(APPLY)["jobs"]["apply-staging"]["steps"] if step["name"] == "Apply"]

    assert len(re.findall(r"^ *exec platformctl apply ", apply, re.MULTILINE)) == apply.count("platformctl apply") == 2


def test_a_plan_that_was_cancelled_or_waits_for_leave_has_no_report() -> None:
    ended = """contains(fromJSON('["success", "failure"]'), github.event.workflow_run.conclusion)"""

    assert f" && {ended} && " in workflow(REPORT)["jobs"]["report"]["if"]


def test_every_night_what_was_applied_is_planned_by_a_role_that_only_reads() -> None:
    drift, job = workflow(DRIFT, "three", 3), workflow(DRIFT, "three", 3)["jobs"]["drift"]
    (plan,) = [step for step in job["steps"] if step["name"] == "Plan everything"]
    (role,) = [step for step in job["steps"] if "role-to-assume" in step.get("with", {})]

    assert [len(one["cron"].split()) for one in drift["on"]["schedule"]] == [5]
    assert job["strategy"]["matrix"]["environment"] == ["staging", "prod-eu"]
    assert {one["role"].rpartition("/")[2] for one in job["strategy"]["matrix"]["include"]} == {
        "platformctl-staging-preview",
        "see",
    }
    assert (drift["permissions"], job["permissions"]) == ({}, {"contents": "read", "id-token": "write"})
    assert role["with"]["role-to-assume"] == "${{ matrix.role }}"
    assert 'platformctl plan --detailed-exitcode --shard "$SHARD"' in plan["run"]
    assert "secrets.PLATFORMCTL_PG_URL_PREVIEW " in plan["env"]["PLATFORMCTL_PG_URL"]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_comes_from_an_index_but_by_its_hash_and_no_python_looks_into_the_checkout(
    name: str, files: dict[str, list[Path]]
) -> None:
    texts = [file.read_text("utf-8") for file in (*files[name], ROOT / "action.yml")]
    scripts = [line for text in texts for line in text.splitlines() if re.search(r"python3? |/python\"", line)]

    installs = [line for line in scripts if "pip install" in line]
    assert len(installs) >= 2 * 3
    assert [line for line in installs if "--require-hashes" not in line] == []
    assert [line for line in scripts if " -I " not in line] == []
    assert not [line for text in texts for line in text.splitlines() if "npm " in line or "npx " in line]


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
    assert {APPLY, DRIFT}.isdisjoint(render(pipeline("github", "sandbox")))
