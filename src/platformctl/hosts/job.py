"""The job that we run in, as its host's variables tell."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from platformctl.hosts.address import Address
from platformctl.hosts.token import Token

HostName = Literal["github", "gitlab", "azure"]
TITLES: dict[HostName, str] = {"github": "GitHub", "gitlab": "GitLab", "azure": "Azure DevOps"}


@dataclass(frozen=True)
class Branch:
    """A branch of some repository, where the job's event names no pull request."""

    owner: str
    name: str


@dataclass(frozen=True)
class Job:
    """Where to post, and for which commit."""

    host: HostName
    api: Address
    repository: str
    """As the API wants it in a path: `owner/name`, a number, a quoted name."""
    token: Token
    number: int = 0
    """The pull request's; 0: the job is about none."""
    head: str = ""
    """The commit of the pull request that was planned; empty where that is not known."""
    commit: str = ""
    """GitHub: what a check run is about: the head (GITHUB_SHA is a merge of it), or the branch's commit.

    Empty where another run made the report: a fork's could say anything, and a check run may be what a merge demands.
    """
    link: str = ""
    """The page of this job, where the whole report can be read."""
    summary: Path | None = None
    """What is written here appears on the job's page; see `page`."""
    outputs: Path | None = None
    """What is written here, later steps can use."""
    branch: Branch | None = None
    """GitHub: whose pull request is to be looked for, since the event does not say."""
    graphql: str = ""
    """GitHub: where the identity of an app's token is asked for."""

    @property
    def title(self) -> str:
        """Return the host's name as people say it."""
        return TITLES[self.host]

    def page(self, target: str) -> Path | None:
        """Return the file that a target's report is added to: Azure DevOps shows whole files, hence one for each."""
        if self.summary and self.host == "azure":
            return self.summary.with_stem(f"{self.summary.stem}-{target}")
        return self.summary
