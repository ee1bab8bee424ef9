"""What a CI job's variables say about whose code it runs, host by host; silence counts as a fork's."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from platformctl.workflows.job import Job, is_set, job_of

GITHUB = {"CI": "true", "GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": "pull_request"}
GITLAB = {"CI": "true", "GITLAB_CI": "true", "CI_MERGE_REQUEST_IID": "7", "CI_MERGE_REQUEST_PROJECT_ID": "1"}
AZURE = {"TF_BUILD": "True", "SYSTEM_PULLREQUEST_PULLREQUESTID": "7"}
GITLAB_OURS = {**GITLAB, "CI_MERGE_REQUEST_SOURCE_PROJECT_ID": "1", "CI_PROJECT_ID": "1"}
BUILDKITE = {"CI": "true", "BUILDKITE_PULL_REQUEST": "7", "BUILDKITE_REPO": "git@github.com:acme/platform.git"}
HEAD, OTHER = "a" * 40, "b" * 40
OURS: Mapping[str, Any] = {"full_name": "acme/platform", "fork": True}
THEIRS: Mapping[str, Any] = {"full_name": "mallory/platform", "fork": True}


def event(folder: Path, content: Any) -> dict[str, str]:
    """Write what happened, as GitHub does."""
    path = folder / "event.json"
    path.write_text(json.dumps(content), "utf-8")
    return {**GITHUB, "GITHUB_EVENT_PATH": str(path)}


def pull_request(head: Any, base: Any = OURS) -> Any:
    """Make the event of a pull request."""
    return {"pull_request": {"head": {"repo": head}, "base": {"repo": base}}}


def test_a_laptop_is_no_job() -> None:
    assert job_of({"HOME": "/home/ada", "CI": "false"}, HEAD) == Job()


@pytest.mark.parametrize(
    "environ",
    [
        {"CI": "1"},
        {"GITLAB_CI": "true"},
        {"GITHUB_ACTIONS": "true", "CI": "false"},
        {"GITHUB_EVENT_NAME": "pull_request"},
        {"JENKINS_URL": "https://ci.acme.example/"},
        {"PULL_NUM": "7"},
        {"ATLANTIS_TERRAFORM_VERSION": "1.11.4"},
    ],
)
def test_any_word_of_a_host_makes_a_job(environ: Mapping[str, str]) -> None:
    assert job_of(environ, HEAD).in_ci


def test_a_branch_of_the_same_repository_is_no_forks_even_where_the_repository_is_a_fork(tmp_path: Path) -> None:
    assert job_of(event(tmp_path, pull_request(OURS)), HEAD).fork == ""


@pytest.mark.parametrize("head", [THEIRS, None, {}, "acme/platform", {"full_name": None}])
def test_a_pull_request_of_another_or_a_deleted_repository_is_a_forks(head: Any, tmp_path: Path) -> None:
    assert job_of(event(tmp_path, pull_request(head)), HEAD).fork == "it is a fork's pull request"


@pytest.mark.parametrize("content", [[], {}, "x", {"pull_request": 3}, pull_request(OURS, base=None)])
def test_an_event_that_does_not_say_whose_it_is_counts_as_a_forks(content: Any, tmp_path: Path) -> None:
    assert "does not say" in job_of(event(tmp_path, content), HEAD).fork


@pytest.mark.parametrize("content", [b"", b"{", b"[" * 100_000, b"\xff"])
def test_an_event_that_can_not_be_read_counts_as_a_forks(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "event.json"
    path.write_bytes(content)

    assert job_of({**GITHUB, "GITHUB_EVENT_PATH": str(path)}, HEAD).fork
    assert job_of({**GITHUB, "GITHUB_EVENT_PATH": str(tmp_path / "none")}, HEAD).fork


@given(st.recursive(st.none() | st.text() | st.integers(), lambda inner: st.dictionaries(st.text(), inner)))
def test_no_event_brings_the_question_down(content: Any) -> None:
    from platformctl.workflows.job import _githubs

    assert _githubs("pull_request", content)


def test_a_later_workflow_of_a_forks_pull_request_is_a_forks(tmp_path: Path) -> None:
    found = event(tmp_path, {"workflow_run": {"head_repository": THEIRS}, "repository": OURS})

    assert job_of({**found, "GITHUB_EVENT_NAME": "workflow_run"}, HEAD).fork


@pytest.mark.parametrize(
    ("environ", "is_forks"),
    [
        (GITLAB_OURS, False),
        ({**GITLAB, "CI_MERGE_REQUEST_SOURCE_PROJECT_ID": "2", "CI_PROJECT_ID": "1"}, True),
        ({**GITLAB, "CI_MERGE_REQUEST_SOURCE_PROJECT_ID": "1", "CI_PROJECT_ID": "2"}, True),
        (GITLAB, True),
        ({**AZURE, "SYSTEM_PULLREQUEST_ISFORK": "False"}, False),
        ({**AZURE, "SYSTEM_PULLREQUEST_ISFORK": "True"}, True),
        (AZURE, True),
        ({"CI": "1", "PULL_NUM": "7", "HEAD_REPO_OWNER": "acme", "BASE_REPO_OWNER": "acme"}, False),
        ({"CI": "1", "PULL_NUM": "7", "HEAD_REPO_OWNER": "mallory", "BASE_REPO_OWNER": "acme"}, True),
        ({"CI": "1", "CHANGE_ID": "7"}, False),
        ({"CI": "1", "CHANGE_ID": "7", "CHANGE_FORK": "mallory"}, True),
        ({"CI": "1", "CIRCLE_PR_NUMBER": "7", "CIRCLE_PR_REPONAME": "platform"}, True),
        ({**BUILDKITE, "BUILDKITE_PULL_REQUEST_REPO": "https://github.com/acme/platform.git"}, False),
        ({**BUILDKITE, "BUILDKITE_PULL_REQUEST_REPO": "git://github.com/mallory/platform.git"}, True),
        ({**BUILDKITE, "BUILDKITE_PULL_REQUEST_REPO": "nothing"}, True),
        ({**GITLAB_OURS, "CI_MERGE_REQUEST_TARGET_BRANCH_PROTECTED": "true"}, False),
        ({**GITLAB_OURS, "CI_MERGE_REQUEST_TARGET_BRANCH_PROTECTED": "false"}, True),
    ],
)
def test_each_host_says_whose_it_is_in_its_own_words(environ: Mapping[str, str], is_forks: bool) -> None:
    assert bool(job_of(environ, HEAD).fork) is is_forks


PROTECTED = [("GITHUB_REF_PROTECTED", "GITHUB_SHA"), ("CI_COMMIT_REF_PROTECTED", "CI_COMMIT_SHA")]


@pytest.mark.parametrize(("said", "commit"), PROTECTED)
def test_only_a_push_to_a_protected_branch_is_merged(said: str, commit: str) -> None:
    job = {"CI": "true", commit: HEAD}

    assert job_of({**job, said: "true"}, HEAD).is_merged
    assert not job_of({**job, said: "false"}, HEAD).is_merged
    assert not job_of({**GITHUB, **job, said: "true"}, HEAD).is_merged
    assert not job_of({**GITLAB, **job, said: "true"}, HEAD).is_merged


@pytest.mark.parametrize(("said", "commit"), PROTECTED)
def test_a_job_of_a_protected_branch_that_has_checked_out_something_else_is_not_merged(said: str, commit: str) -> None:
    job = job_of({"CI": "true", said: "true", commit: HEAD, "GITHUB_EVENT_NAME": "repository_dispatch"}, OTHER)

    assert not job.is_merged
    assert "is not the commit" in job.fork
    assert not job_of({"CI": "true", said: "true"}, HEAD).is_merged


class Guarded(dict[str, str]):
    """Variables of which some may be seen and not read."""

    def __getitem__(self, name: str) -> str:
        """Read one."""
        assert not name.startswith(("AWS_", "PG"))
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        """Read one, if it is there."""
        return self[name] if name in self.keys() else default


def test_whether_credentials_were_brought_is_told_without_reading_them(tmp_path: Path) -> None:
    hosted = Guarded({"CI": "true", "RUNNER_ENVIRONMENT": "github-hosted", "HOME": str(tmp_path)})

    assert job_of(hosted, HEAD).has_no_cloud
    assert not job_of(Guarded({**hosted, "AWS_ACCESS_KEY_ID": "AKIA"}), HEAD).has_no_cloud
    (tmp_path / ".aws").mkdir()
    (tmp_path / ".aws/credentials").touch(mode=0o000)
    assert not job_of(hosted, HEAD).has_no_cloud
    assert is_set(Guarded({"PGPASSWORD": "x"}), "PGPASSWORD")
