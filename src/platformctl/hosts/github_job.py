"""A job of GitHub Actions, on github.com or an enterprise host: docs.github.com, "Variables reference"."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from platformctl.hosts.address import address
from platformctl.hosts.job import Branch, Job
from platformctl.hosts.token import token_of
from platformctl.hosts.variables import COMMIT, NUMBER, fitting, link, said, wanted

_PART = r"(?!\.{1,2}(/|$))[A-Za-z0-9_.-]{1,100}"
_REPOSITORY = f"{_PART}/{_PART}"
_LARGEST_EVENT = 32 * 1024 * 1024


def github_job(environ: Mapping[str, str]) -> Job:
    """Read the job; Usage where a variable is missing that each job has."""
    repository = wanted(environ, "GITHUB_REPOSITORY", _REPOSITORY)
    event = _event(environ.get("GITHUB_EVENT_PATH", ""))
    run = _part(event, "workflow_run")
    number = _number(environ, event, run)
    pushed = fitting(_part(_part(event, "pull_request"), "head").get("sha"), COMMIT)
    server = environ.get("GITHUB_SERVER_URL", "https://github.com")
    page = f"{server}/{repository}/actions/runs/{said(environ, 'GITHUB_RUN_ID', NUMBER)}"
    return Job(
        host="github",
        api=address(environ.get("GITHUB_API_URL") or "https://api.github.com", "GITHUB_API_URL"),
        repository=repository,
        token=token_of(environ, "GITHUB_TOKEN", "GH_TOKEN"),
        number=number,
        head=pushed or fitting(run.get("head_sha"), COMMIT),
        commit=pushed or ("" if number or run else said(environ, "GITHUB_SHA", COMMIT)),
        link=link(page),
        summary=_path(environ, "GITHUB_STEP_SUMMARY"),
        outputs=_path(environ, "GITHUB_OUTPUT"),
        branch=None if number else _branch(run),
        graphql=environ.get("GITHUB_GRAPHQL_URL") or "https://api.github.com/graphql",
    )


def _event(path: str) -> Mapping[str, Any]:
    """Read the event that started the job; none, or one that makes no sense, says nothing."""
    try:
        with Path(path).open("rb") as file:
            event = json.loads(file.read(_LARGEST_EVENT))
    except (OSError, ValueError, RecursionError):
        return {}
    return event if isinstance(event, dict) else {}


def _number(environ: Mapping[str, str], event: Mapping[str, Any], run: Mapping[str, Any]) -> int:
    """Find the pull request: the event's own, the one whose comment or whose run started us, the ref's."""
    issue = _part(event, "issue")
    places = (
        _part(event, "pull_request").get("number"),
        issue.get("number") if "pull_request" in issue else None,
        _number_of_run(event, run),
    )
    named = next((place for place in places if isinstance(place, int) and place > 0), 0)
    ref = said(environ, "GITHUB_REF", r"refs/pull/[0-9]{1,18}/(merge|head)")
    return named or (int(ref.split("/")[2]) if ref else 0)


def _number_of_run(event: Mapping[str, Any], run: Mapping[str, Any]) -> object:
    """Return the one pull request of a run; GitHub also lists those that others have opened in forks of ours."""
    here = _part(event, "repository").get("id")
    listed = run.get("pull_requests")
    several = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    ours = [one.get("number") for one in several if _part(_part(one, "base"), "repo").get("id") == here]
    return ours[0] if len(ours) == 1 else None


def _branch(run: Mapping[str, Any]) -> Branch | None:
    """Return the branch whose push started the run: for a fork, its event lists no pull request."""
    owner = _part(_part(run, "head_repository"), "owner").get("login")
    name = run.get("head_branch")
    if run.get("event") != "pull_request" or not (isinstance(owner, str) and isinstance(name, str)):
        return None
    return Branch(owner, name)


def _part(of: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = of.get(name)
    return part if isinstance(part, dict) else {}


def _path(environ: Mapping[str, str], name: str) -> Path | None:
    return Path(environ[name]) if environ.get(name) else None
