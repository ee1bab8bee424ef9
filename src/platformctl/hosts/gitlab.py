"""GitLab's API: the note of a merge request (docs.gitlab.com/api/notes)."""

import re
from collections.abc import Iterator

from platformctl.hosts.api import Api, Clock
from platformctl.hosts.job import Job
from platformctl.hosts.parts import items, part
from platformctl.hosts.sticky import Comment
from platformctl.hosts.trouble import HostTrouble
from platformctl.progress import Progress

NOTE = 900_000
"""Characters; GitLab takes 1,000,000."""
_QUICK_ACTION = re.compile(r"^(\s*)/(?=\w)", re.MULTILINE)


class GitLab:
    """A project at GitLab, seen by a job. The token needs the scope `api` and may be one of the project (Reporter)."""

    limit = NOTE

    def __init__(self, job: Job, progress: Progress, clock: Clock) -> None:
        """Take the job that says where, and with which token."""
        self._api = Api("GitLab", job.api, job.token, {"PRIVATE-TOKEN": job.token.value}, progress, clock)
        self._request = f"projects/{job.repository}/merge_requests/{job.number}"
        self._head = job.head

    def mine(self, marker: str) -> Iterator[Comment]:
        """Return the notes that begin with the marker and that we wrote."""
        me = part(self._api.get("user")).get("id")
        if not isinstance(me, int):
            raise HostTrouble("The code host's answer makes no sense", detail="GitLab does not say whose token it is.")
        for page in self._api.pages(f"{self._request}/notes?per_page=100&order_by=created_at&sort=asc"):
            for note in items(page):
                body = str(note.get("body", ""))
                if part(note, "author").get("id") == me and not note.get("system") and body.startswith(marker):
                    yield Comment(str(int(note["id"])), int(note["id"]), body)

    def create(self, body: str) -> None:
        """Add a note."""
        self._api.send("POST", f"{self._request}/notes", {"body": without_quick_actions(body)})

    def change(self, comment: Comment, body: str) -> None:
        """Change a note."""
        self._api.send("PUT", f"{self._request}/notes/{comment.id}", {"body": without_quick_actions(body)})

    def remove(self, comment: Comment) -> None:
        """Delete a note."""
        self._api.delete(f"{self._request}/notes/{comment.id}")

    def is_late(self) -> bool:
        """Say whether somebody pushed since."""
        head = part(self._api.get(self._request)).get("sha") if self._head else None
        return isinstance(head, str) and head != self._head


def without_quick_actions(body: str) -> str:
    """Keep lines from being commands: GitLab runs `/merge` at a line's start as the token's user, a joiner stops it."""
    return _QUICK_ACTION.sub("\\1\N{WORD JOINER}/", body)
