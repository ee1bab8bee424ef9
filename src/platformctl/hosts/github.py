"""GitHub's API: the comment of a pull request, and a check run (docs.github.com/rest, version 2022-11-28).

The token needs `pull-requests: write` for the comment and `checks: write` for the check run, which only the token of
a job or of a GitHub App may make.
"""

from collections.abc import Iterator
from urllib.parse import urlencode

from platformctl.hosts.address import Address
from platformctl.hosts.api import Api, Clock
from platformctl.hosts.job import Job
from platformctl.hosts.parts import items, part
from platformctl.hosts.sticky import Comment
from platformctl.hosts.trouble import HostTrouble, NoRights, NotTaken
from platformctl.progress import Progress

COMMENT = 60_000
"""Characters. GitHub takes 65,536, and refuses some payloads below that."""
CHECK = 60_000
"""Characters of a check run's summary; GitHub takes 65,535."""
ACTIONS = "github-actions[bot]"
"""Whom a job's token is: no person can have brackets in a name."""


class GitHub:
    """A repository at GitHub, seen by a job."""

    limit = COMMENT

    def __init__(self, job: Job, progress: Progress, clock: Clock) -> None:
        """Take the job that says where, and with which token."""
        headers = {
            "Authorization": f"Bearer {job.token.value}",
            "Accept": "application/vnd.github+json",
            "X-GitHub-Api-Version": "2022-11-28",
        }
        self._api = Api("GitHub", job.api, job.token, headers, progress, clock)
        self._graphql = Api("GitHub", Address(job.graphql), job.token, headers, progress, clock)
        self._graphql_is_here = job.api.is_home_of(job.graphql) if job.graphql else False
        self._job = job
        self._me = ""
        self._repository = f"repos/{job.repository}"

    def mine(self, marker: str) -> Iterator[Comment]:
        """Return the comments that begin with the marker and that we wrote."""
        self._me = self._me or self._identity()
        for page in self._api.pages(f"{self._repository}/issues/{self._job.number}/comments?per_page=100"):
            for one in items(page):
                body = str(one.get("body", ""))
                if part(one, "user").get("login") == self._me and body.startswith(marker):
                    yield Comment(str(int(one["id"])), int(one["id"]), body)

    def create(self, body: str) -> None:
        """Comment on the pull request; the answer is the surest word on who we are."""
        made = self._api.send("POST", f"{self._repository}/issues/{self._job.number}/comments", {"body": body})
        self._me = str(part(made, "user").get("login") or self._me)

    def change(self, comment: Comment, body: str) -> None:
        """Change a comment."""
        self._api.send("PATCH", f"{self._repository}/issues/comments/{comment.id}", {"body": body})

    def remove(self, comment: Comment) -> None:
        """Delete a comment."""
        self._api.delete(f"{self._repository}/issues/comments/{comment.id}")

    def is_late(self) -> bool:
        """Say whether somebody pushed since."""
        if not self._job.head:
            return False
        head = part(self._api.get(f"{self._repository}/pulls/{self._job.number}"), "head").get("sha")
        return isinstance(head, str) and head != self._job.head

    def find(self) -> int:
        """Return the number of the open pull request of the job's branch whose head was planned; 0: there is none."""
        branch = self._job.branch
        if branch is None:
            return 0
        query = urlencode({"head": f"{branch.owner}:{branch.name}", "state": "open"})
        found = items(self._api.get(f"{self._repository}/pulls?{query}"))
        numbers = [one.get("number") for one in found if part(one, "head").get("sha") == self._job.head]
        if len(numbers) > 1:
            detail = f"{len(numbers)} open pull requests have this commit as their head; the job does not say its own."
            raise HostTrouble("Which pull request it is, is not known", detail=detail)
        return numbers[0] if numbers and isinstance(numbers[0], int) else 0

    def check(self, name: str, conclusion: str, title: str, summary: str) -> None:
        """Say in a check run what became of the plan; of several with one name, GitHub counts the latest."""
        content = {
            "name": name,
            "head_sha": self._job.commit,
            "status": "completed",
            "conclusion": conclusion,
            "output": {"title": title[:250], "summary": summary},
            **({"details_url": self._job.link} if self._job.link else {}),
        }
        self._api.send("POST", f"{self._repository}/check-runs", content)

    def _identity(self) -> str:
        """Ask who the token is. A job's token may not ask for its user, but for its viewer."""
        try:
            return str(part(self._api.get("user")).get("login") or ACTIONS)
        except NoRights:
            return self._viewer()

    def _viewer(self) -> str:
        if not self._graphql_is_here:
            return ACTIONS
        try:
            said = self._graphql.send("POST", "", {"query": "{viewer{login}}"})
        except (NoRights, NotTaken):
            return ACTIONS
        return str(part(said, "data", "viewer").get("login") or ACTIONS)
