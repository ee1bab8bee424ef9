"""What a job's variables say, and what they are not believed."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from platformctl.errors import Usage
from platformctl.hosts.detection import job_of
from platformctl.hosts.github_job import github_job

SHA, MERGED = "1" * 40, "2" * 40
GITHUB = {"GITHUB_ACTIONS": "true", "GITHUB_REPOSITORY": "acme/shop", "GITHUB_SHA": MERGED, "GITHUB_RUN_ID": "5"}
GITLAB = {"GITLAB_CI": "true", "CI_API_V4_URL": "https://gitlab.acme.example/api/v4", "CI_PROJECT_ID": "12"}
AZURE = {
    "TF_BUILD": "True",
    "SYSTEM_COLLECTIONURI": "https://dev.azure.com/acme/",
    "SYSTEM_TEAMPROJECT": "a/../b?c",
    "BUILD_REPOSITORY_PROVIDER": "TfsGit",
    "BUILD_REPOSITORY_ID": "5feb-01",
}
NAMES = ("pull_request", "number", "head", "sha", "workflow_run", "pull_requests", "issue", "head_repository", "owner")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4),
    max_leaves=12,
)


def happened(folder: Path, event: Any) -> dict[str, str]:
    """Return the variables of a job that an event started."""
    file = folder / "event.json"
    file.write_text(json.dumps(event))
    return {**GITHUB, "GITHUB_EVENT_PATH": str(file)}


def test_a_pull_request_is_known_by_its_event(tmp_path: Path) -> None:
    job = job_of(happened(tmp_path, {"pull_request": {"number": 7, "head": {"sha": SHA}}}))

    assert (job.host, job.number, job.head, job.commit) == ("github", 7, SHA, SHA)
    assert job.link == "https://github.com/acme/shop/actions/runs/5"


def listed(number: int, repository: int) -> dict[str, Any]:
    """Return a pull request as the event of a run lists it."""
    return {"number": number, "base": {"ref": "main", "repo": {"id": repository}}}


@pytest.mark.parametrize(
    ("several", "number"),
    [
        ([listed(9, 77)], 9),
        ([listed(3, 500), listed(9, 77)], 9),
        ([listed(3, 500)], 0),
        ([listed(8, 77), listed(9, 77)], 0),
    ],
)
def test_a_run_is_about_the_one_pull_request_of_this_repository(
    tmp_path: Path, several: list[dict[str, Any]], number: int
) -> None:
    run = {"workflow_run": {"head_sha": SHA, "pull_requests": several}, "repository": {"id": 77}}

    assert job_of(happened(tmp_path, run)).number == number


def test_a_comment_on_a_pull_request_is_about_it(tmp_path: Path) -> None:
    job = job_of(happened(tmp_path, {"issue": {"number": 8, "pull_request": {"url": "x"}}}))

    assert (job.number, job.head, job.commit) == (8, "", "")


def test_a_comment_on_an_issue_is_about_none(tmp_path: Path) -> None:
    assert job_of(happened(tmp_path, {"issue": {"number": 8}})).number == 0


def test_without_an_event_the_ref_names_the_pull_request() -> None:
    assert job_of({**GITHUB, "GITHUB_REF": "refs/pull/9/merge"}).number == 9


@pytest.mark.parametrize("name", ["a/b/c", "../..", "acme/..", "acme", "acme/shop?x", "acme/shop\n", ""])
def test_a_repository_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(Usage, match="Not a job"):
        job_of({**GITHUB, "GITHUB_REPOSITORY": name})


@given(JSON)
def test_no_event_of_any_shape_breaks_it(tmp_path_factory: pytest.TempPathFactory, event: Any) -> None:
    job = github_job(happened(tmp_path_factory.mktemp("event"), event))

    assert job.number >= 0


def test_gitlab_needs_its_own_token() -> None:
    job = job_of({**GITLAB, "CI_MERGE_REQUEST_IID": "5", "CI_JOB_TOKEN": "x"})

    assert (job.host, job.number, job.token.is_there) == ("gitlab", 5, False)


def test_a_merge_request_of_a_fork_belongs_to_the_project_that_it_was_sent_to() -> None:
    forked = {**GITLAB, "CI_MERGE_REQUEST_IID": "5", "CI_PROJECT_ID": "99", "CI_MERGE_REQUEST_PROJECT_ID": "12"}

    assert job_of(forked).repository == "12"


def test_the_project_of_azure_devops_stays_one_part_of_the_path() -> None:
    assert job_of(AZURE).repository == "a%2F..%2Fb%3Fc/_apis/git/repositories/5feb-01"


def test_code_that_lies_elsewhere_is_no_job_of_azure_repos() -> None:
    with pytest.raises(Usage, match="Not a job"):
        job_of({**AZURE, "BUILD_REPOSITORY_PROVIDER": "GitHub"})


def test_a_host_can_be_named_against_the_signs() -> None:
    assert job_of({**GITHUB, **GITLAB}, "gitlab").host == "gitlab"


def test_a_link_that_could_leave_its_brackets_is_none() -> None:
    assert job_of({**GITLAB, "CI_JOB_URL": "https://x/)[y](https://evil.example"}).link == ""


def test_a_job_shows_its_token_nowhere() -> None:
    job = job_of({**GITHUB, "GITHUB_TOKEN": "ghs_SECRET"})

    assert "SECRET" not in repr(job)
    assert "SECRET" not in job.token.out_of("the host said ghs_SECRET")
