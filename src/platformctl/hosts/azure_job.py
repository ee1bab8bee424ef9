"""A job of Azure Pipelines whose code lies in Azure Repos: learn.microsoft.com, "Use predefined variables"."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from platformctl.hosts.address import address
from platformctl.hosts.job import Job
from platformctl.hosts.token import token_of
from platformctl.hosts.variables import COMMIT, NUMBER, link, said, wanted

_ID = r"[A-Za-z0-9-]{1,64}"


def azure_job(environ: Mapping[str, str]) -> Job:
    """Read the job. The step has to map the token: `env: {SYSTEM_ACCESSTOKEN: $(System.AccessToken)}`."""
    wanted(environ, "BUILD_REPOSITORY_PROVIDER", "TfsGit")
    collection = environ.get("SYSTEM_COLLECTIONURI", "").rstrip("/")
    project = quote(environ.get("SYSTEM_TEAMPROJECT", ""), safe="")
    repository = wanted(environ, "BUILD_REPOSITORY_ID", _ID)
    build = said(environ, "BUILD_BUILDID", NUMBER)
    folder = environ.get("AGENT_TEMPDIRECTORY")
    return Job(
        host="azure",
        api=address(collection, "SYSTEM_COLLECTIONURI"),
        repository=f"{project}/_apis/git/repositories/{repository}",
        token=token_of(environ, "SYSTEM_ACCESSTOKEN"),
        number=int(said(environ, "SYSTEM_PULLREQUEST_PULLREQUESTID", NUMBER) or 0),
        head=said(environ, "SYSTEM_PULLREQUEST_SOURCECOMMITID", COMMIT),
        link=link(f"{collection}/{project}/_build/results?buildId={build}") if build else "",
        summary=Path(folder) / "platformctl-report.md" if folder else None,
    )
