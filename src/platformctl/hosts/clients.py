"""The client that goes with a job."""

from platformctl.hosts.api import Clock
from platformctl.hosts.azure import AzureDevOps
from platformctl.hosts.github import GitHub
from platformctl.hosts.gitlab import GitLab
from platformctl.hosts.job import Job
from platformctl.progress import Progress

Client = GitHub | GitLab | AzureDevOps
_CLIENTS: dict[str, type[Client]] = {"github": GitHub, "gitlab": GitLab, "azure": AzureDevOps}


def client_of(job: Job, progress: Progress, clock: Clock) -> Client:
    """Return the client of the job's host."""
    return _CLIENTS[job.host](job, progress, clock)
