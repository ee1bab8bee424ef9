"""Which host a job runs at: its variables say so."""

from collections.abc import Callable, Mapping

from platformctl.errors import Usage
from platformctl.hosts.azure_job import azure_job
from platformctl.hosts.github_job import github_job
from platformctl.hosts.gitlab_job import gitlab_job
from platformctl.hosts.job import HostName, Job

_SIGNS: Mapping[str, HostName] = {"GITHUB_ACTIONS": "github", "GITLAB_CI": "gitlab", "TF_BUILD": "azure"}
_JOBS: Mapping[HostName, Callable[[Mapping[str, str]], Job]] = {
    "github": github_job,
    "gitlab": gitlab_job,
    "azure": azure_job,
}


def job_of(environ: Mapping[str, str], host: HostName | None = None) -> Job:
    """Read the job; Usage where no host is known, or its variables are not there."""
    found = host or next((name for sign, name in _SIGNS.items() if is_set(environ, sign)), None)
    if found is None:
        raise Usage(
            "No code host is known here",
            detail="This is no job of GitHub, GitLab or Azure DevOps. Elsewhere, write the report to a file.",
            hint="platformctl report merge report.json --report markdown=report.md",
        )
    return _JOBS[found](environ)


def is_set(environ: Mapping[str, str], sign: str) -> bool:
    """Say whether a host's sign is there."""
    return environ.get(sign, "").lower() in {"true", "1"}
