"""A job of GitLab CI, on gitlab.com or another host: docs.gitlab.com, "Predefined CI/CD variables reference"."""

from collections.abc import Mapping

from platformctl.hosts.address import address
from platformctl.hosts.job import Job
from platformctl.hosts.token import token_of
from platformctl.hosts.variables import COMMIT, NUMBER, link, said, wanted


def gitlab_job(environ: Mapping[str, str]) -> Job:
    """Read the job. CI_JOB_TOKEN may not write notes: GITLAB_TOKEN is an access token with the scope `api`.

    The job of a fork runs in the fork's project; its merge request, and the number, belong to another one.
    """
    theirs = "CI_MERGE_REQUEST_PROJECT_ID" if environ.get("CI_MERGE_REQUEST_PROJECT_ID") else "CI_PROJECT_ID"
    return Job(
        host="gitlab",
        api=address(environ.get("CI_API_V4_URL", ""), "CI_API_V4_URL"),
        repository=wanted(environ, theirs, NUMBER),
        token=token_of(environ, "GITLAB_TOKEN"),
        number=int(said(environ, "CI_MERGE_REQUEST_IID", NUMBER) or 0),
        head=said(environ, "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA", COMMIT) or said(environ, "CI_COMMIT_SHA", COMMIT),
        link=link(environ.get("CI_JOB_URL", "")),
    )
