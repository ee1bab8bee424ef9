"""Tells from a CI job's variables whose code it runs: a fork's, an unmerged branch's, or the protected branch's.

Only what the host itself sets is read, never a value that opens something. Where a host should have said whose the
code is and did not, it counts as a fork's; so does a commit that the host did not start the job for.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from platformctl.records.pull_request import pull_request_of

LARGEST_EVENT = 16 * 1024 * 1024
_PULL_REQUEST_EVENTS = ("pull_request", "issue_comment", "workflow_run", "merge_group")
_PAIRS = (
    ("CI_MERGE_REQUEST_SOURCE_PROJECT_ID", "CI_MERGE_REQUEST_PROJECT_ID"),  # GitLab
    ("CI_PROJECT_ID", "CI_MERGE_REQUEST_PROJECT_ID"),  # GitLab, a pipeline that runs in the fork
    ("HEAD_REPO_OWNER", "BASE_REPO_OWNER"),  # Atlantis
)
_FORKS_ONLY = ("CHANGE_FORK", "CIRCLE_PR_REPONAME")
"""Set for pull requests of forks only: by Jenkins, by CircleCI."""
_JOBS = (
    *("GITHUB_ACTIONS", "GITLAB_CI", "TF_BUILD", "JENKINS_URL", "BUILDKITE", "CIRCLECI", "BITBUCKET_BUILD_NUMBER"),
    "ATLANTIS_TERRAFORM_VERSION",
)
"""Names, one of which says that it is a job, where CI does not."""
_COMMITS = ("GITHUB_SHA", "CI_COMMIT_SHA", "BUILD_SOURCEVERSION")
_REPOSITORY = re.compile(r"(?:.*[/:])?([^/:]+)/([^/:]+?)(?:\.git)?/?")
_FORKS = "it is a fork's pull request"
_NOT_SAID = "the host does not say whose it is"
_UNPROTECTED = "the branch that it is to be merged into is not protected"
_STRANGE = "what is checked out is not the commit that the host started this job for"
_CLOUD = (
    *("AWS_ACCESS_KEY_ID", "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONFIG_FILE"),
    *("AWS_SHARED_CREDENTIALS_FILE", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI"),
)
"""Names, one of which says that somebody brought credentials of the cloud; their values are not looked at."""


@dataclass(frozen=True)
class Job:
    """Where a command runs, and for whom."""

    in_ci: bool = False
    is_merged: bool = False
    """It is of a protected branch itself: what it has checked out was merged."""
    fork: str = ""
    """Why its code counts as a fork's; empty: it is the repository's own."""
    has_no_cloud: bool = False
    """It runs on a machine of the host's, which has no rights but those that are brought, and none were."""


def job_of(environ: Mapping[str, str], commit: str) -> Job:
    """Return where the command runs; `commit` is what is checked out."""
    is_change = _is_change(environ)
    if not is_change and not _is_job(environ):
        return Job()
    started_for = next((environ[name] for name in _COMMITS if environ.get(name)), "")
    strange = _STRANGE if not is_change and started_for and started_for != commit else ""
    return Job(
        in_ci=True,
        is_merged=not is_change and started_for == commit and _is_protected(environ),
        fork=strange or _fork(environ, _event(environ), is_change=is_change),
        has_no_cloud=environ.get("RUNNER_ENVIRONMENT") == "github-hosted" and not _brings_cloud(environ),
    )


def fork_of(environ: Mapping[str, str]) -> str:
    """Say why the code that a pull request's job runs counts as a fork's; empty where it does not, and elsewhere."""
    return _fork(environ, _event(environ), is_change=_is_change(environ))


def is_set(environ: Mapping[str, str], name: str) -> bool:
    """Say whether a variable is there, without reading it."""
    return _has(environ, (name,))


def _brings_cloud(environ: Mapping[str, str]) -> bool:
    folder = Path(environ.get("HOME", "/nonexistent"), ".aws")
    return _has(environ, _CLOUD) or any((folder / name).is_file() for name in ("config", "credentials"))


def _has(environ: Mapping[str, str], names: Iterable[str]) -> bool:
    return not frozenset(environ).isdisjoint(names)


def _is_job(environ: Mapping[str, str]) -> bool:
    return environ.get("CI", "").lower() not in {"", "0", "false"} or _has(environ, _JOBS)


def _is_change(environ: Mapping[str, str]) -> bool:
    return bool(pull_request_of(environ)) or _is_pull_request(environ) or _is_of_a_fork(environ)


def _is_pull_request(environ: Mapping[str, str]) -> bool:
    return environ.get("GITHUB_EVENT_NAME", "").startswith(_PULL_REQUEST_EVENTS)


def _is_protected(environ: Mapping[str, str]) -> bool:
    return "true" in {environ.get("GITHUB_REF_PROTECTED"), environ.get("CI_COMMIT_REF_PROTECTED")}


def _fork(environ: Mapping[str, str], event: Any, *, is_change: bool) -> str:
    """Say why it is a fork's, by whichever host it is."""
    if not is_change:
        return ""
    if environ.get("GITHUB_ACTIONS"):
        return _githubs(environ.get("GITHUB_EVENT_NAME", ""), event)
    if _has(environ, ("SYSTEM_PULLREQUEST_ISFORK", "TF_BUILD")):
        said = environ.get("SYSTEM_PULLREQUEST_ISFORK", "").lower()
        return {"false": "", "true": _FORKS}.get(said, _NOT_SAID)
    if _is_of_a_fork(environ) or _is_buildkites_fork(environ):
        return _FORKS
    if environ.get("CI_MERGE_REQUEST_TARGET_BRANCH_PROTECTED") == "false":
        return _UNPROTECTED
    return next((why for source, target in _PAIRS if (why := _pair(environ, source, target))), "")


def _is_of_a_fork(environ: Mapping[str, str]) -> bool:
    return any(environ.get(name) for name in _FORKS_ONLY)


def _is_buildkites_fork(environ: Mapping[str, str]) -> bool:
    """Compare owner and name of two addresses, which are written in different ways."""
    theirs, ours = (environ.get(name, "") for name in ("BUILDKITE_PULL_REQUEST_REPO", "BUILDKITE_REPO"))
    one, other = _REPOSITORY.fullmatch(theirs), _REPOSITORY.fullmatch(ours)
    return bool(theirs) and (one is None or other is None or one.groups() != other.groups())


def _pair(environ: Mapping[str, str], source: str, target: str) -> str:
    ours = environ.get(target, "")
    if source.startswith("CI_MERGE") and environ.get("CI_MERGE_REQUEST_IID") and not (ours and environ.get(source)):
        return _NOT_SAID
    return _FORKS if ours and environ.get(source, ours) != ours else ""


def _githubs(name: str, event: Any) -> str:
    """Compare the two repositories by their full names: a repository that is itself a fork has branches of its own."""
    if name == "merge_group":
        return ""
    if name == "workflow_run":
        source, target = _at(event, "workflow_run", "head_repository"), _at(event, "repository")
    else:
        source, target = _at(event, "pull_request", "head", "repo"), _at(event, "pull_request", "base", "repo")
    theirs, ours = _at(source, "full_name"), _at(target, "full_name")
    if not isinstance(ours, str) or not ours:
        return "the host's event does not say whose it is"
    return "" if theirs == ours else _FORKS


def _at(document: Any, *keys: str) -> Any:
    for key in keys:
        document = document.get(key) if isinstance(document, dict) else None
    return document


def _event(environ: Mapping[str, str]) -> Any:
    """Read what happened, as GitHub wrote it down; nothing where that can't be read."""
    path = environ.get("GITHUB_EVENT_PATH", "")
    if not path:
        return None
    try:
        with Path(path).open("rb") as file:
            content = file.read(LARGEST_EVENT + 1)
        return json.loads(content) if len(content) <= LARGEST_EVENT else None
    except (OSError, ValueError, RecursionError):
        return None
