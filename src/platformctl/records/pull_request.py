"""Tells from a CI job's variables which pull request it is about: only there, plans are shown to reviewers."""

import re
from collections.abc import Mapping

SAID = "PLATFORMCTL_PULL_REQUEST"
"""For hosts that are not known here."""
_NUMBERS = (
    "CI_MERGE_REQUEST_IID",  # GitLab
    "SYSTEM_PULLREQUEST_PULLREQUESTNUMBER",  # Azure DevOps, code on GitHub
    "SYSTEM_PULLREQUEST_PULLREQUESTID",  # Azure DevOps
    "BITBUCKET_PR_ID",
    "CHANGE_ID",  # Jenkins
    "BUILDKITE_PULL_REQUEST",  # says false elsewhere
    "PULL_NUM",  # Atlantis
)
_GITHUB = re.compile(r"refs/pull/([0-9]+)/(?:merge|head)")
_NUMBER = re.compile(r"[0-9]{1,18}")


def pull_request_of(environ: Mapping[str, str]) -> str:
    """Return the pull request's number; empty where the job is about none."""
    named = _GITHUB.fullmatch(environ.get("GITHUB_REF", ""))
    said = (named[1] if named else "", *(environ.get(name, "") for name in (SAID, *_NUMBERS)))
    return next((number for number in said if _NUMBER.fullmatch(number)), "")
