"""Tells from a CI job's variables whose code it runs: a fork's, an unmerged branch's, or the protected branch's.

Only what the host itself sets is read, never a value that opens something. Where a host should have said whose the
code is and did not, it counts as a fork's.
"""

import json
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


def job_of(environ: Mapping[str, str]) -> Job:
    """Return where the command runs."""
    if environ.get("CI", "").lower() in {"", "0", "false"} and not environ.get("TF_BUILD"):
        return Job()
    event = _event(environ)
    is_change = bool(pull_request_of(environ)) or _is_pull_request(environ)
    return Job(
        in_ci=True,
        is_merged=not is_change and _is_protected(environ),
        fork=_fork(environ, event, is_change=is_change),
        has_no_cloud=environ.get("RUNNER_ENVIRONMENT") == "github-hosted" and not _brings_cloud(environ),
    )


def is_set(environ: Mapping[str, str], name: str) -> bool:
    """Say whether a variable is there, without reading it."""
    return _has(environ, (name,))


def _brings_cloud(environ: Mapping[str, str]) -> bool:
    folder = Path(environ.get("HOME", "/nonexistent"), ".aws")
    return _has(environ, _CLOUD) or any((folder / name).is_file() for name in ("config", "credentials"))


def _has(environ: Mapping[str, str], names: Iterable[str]) -> bool:
    return not frozenset(environ).isdisjoint(names)


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
    if "SYSTEM_PULLREQUEST_ISFORK" in frozenset(environ) or environ.get("TF_BUILD"):
        said = environ.get("SYSTEM_PULLREQUEST_ISFORK", "").lower()
        return {"false": "", "true": "it is a fork's pull request"}.get(said, "the host does not say whose it is")
    return next((why for source, target in _PAIRS if (why := _pair(environ, source, target))), "")


def _pair(environ: Mapping[str, str], source: str, target: str) -> str:
    ours = environ.get(target, "")
    if source.startswith("CI_MERGE") and environ.get("CI_MERGE_REQUEST_IID") and not (ours and environ.get(source)):
        return "the host does not say whose it is"
    return "it is a fork's pull request" if ours and environ.get(source, ours) != ours else ""


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
    return "" if theirs == ours else "it is a fork's pull request"


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
