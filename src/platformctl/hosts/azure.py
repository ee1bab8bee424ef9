"""Azure DevOps' API: a thread of a pull request (learn.microsoft.com/rest/api/azure/devops/git, version 7.0).

The build service needs "Contribute to pull requests" on the repository.
"""

from collections.abc import Iterator

from platformctl.hosts.api import Api, Clock
from platformctl.hosts.job import Job
from platformctl.hosts.parts import items, part
from platformctl.hosts.sticky import Comment
from platformctl.hosts.trouble import HostTrouble
from platformctl.progress import Progress

COMMENT = 140_000
"""Characters; Azure DevOps takes 150,000."""
_VERSION = "api-version=7.0"
"""What Azure DevOps Server 2022 speaks as well."""


class AzureDevOps:
    """A repository in Azure Repos, seen by a job."""

    limit = COMMENT

    def __init__(self, job: Job, progress: Progress, clock: Clock) -> None:
        """Take the job that says where, and with which token."""
        headers = {"Authorization": f"Bearer {job.token.value}", "X-TFS-FedAuthRedirect": "Suppress"}
        self._api = Api("Azure DevOps", job.api, job.token, headers, progress, clock)
        self._request = f"{job.repository}/pullRequests/{job.number}"
        self._head = job.head

    def mine(self, marker: str) -> Iterator[Comment]:
        """Return the first comments of threads that begin with the marker and that we wrote."""
        me = part(self._api.get("_apis/connectionData?api-version=7.0-preview"), "authenticatedUser").get("id")
        if not isinstance(me, str) or not me:
            raise HostTrouble("The code host's answer makes no sense", detail="Azure DevOps does not say who we are.")
        threads = part(self._api.get(f"{self._request}/threads?{_VERSION}")).get("value")
        for thread in items(threads):
            first = next(iter(items(thread.get("comments"))), {})
            body = str(first.get("content", ""))
            gone = thread.get("isDeleted") or first.get("isDeleted")
            if part(first, "author").get("id") == me and not gone and body.startswith(marker):
                number = int(thread["id"])
                yield Comment(f"{number}/comments/{int(first['id'])}", number, body)

    def create(self, body: str) -> None:
        """Open a thread; it is born closed, or a policy on open threads would have somebody close it at each push."""
        comment = {"parentCommentId": 0, "content": body, "commentType": "text"}
        content = {"comments": [comment], "status": "closed"}
        self._api.send("POST", f"{self._request}/threads?{_VERSION}", content)

    def change(self, comment: Comment, body: str) -> None:
        """Change a comment."""
        self._api.send("PATCH", f"{self._request}/threads/{comment.id}?{_VERSION}", {"content": body})

    def remove(self, comment: Comment) -> None:
        """Delete a comment; a thread without one is gone."""
        self._api.delete(f"{self._request}/threads/{comment.id}?{_VERSION}")

    def is_late(self) -> bool:
        """Say whether somebody pushed since."""
        if not self._head:
            return False
        head = part(self._api.get(f"{self._request}?{_VERSION}"), "lastMergeSourceCommit").get("commitId")
        return isinstance(head, str) and head != self._head
