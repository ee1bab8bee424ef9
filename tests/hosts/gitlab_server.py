"""GitLab's REST API as far as a plan's report needs it (docs.gitlab.com/api/notes)."""

from collections.abc import Sequence
from typing import Any

from tests.hosts.server import Host, Reply, Route, Seen, paged

TOKEN = "glpat-0123456789SECRETglpat"
ME = 41
HEAD = "2" * 40


class GitLabServer(Host):
    """A host with one project and one merge request."""

    def __init__(self) -> None:
        super().__init__()
        self.notes: list[dict[str, Any]] = []
        self.head = HEAD
        self.page = 100
        self.numbers = 300

    def routes(self) -> Sequence[Route]:
        request = "/api/v4/projects/12/merge_requests/5"
        return (
            ("GET", "/api/v4/user", lambda _: Reply(200, {"id": ME, "username": "project_12_bot_ab"})),
            ("GET", request, lambda _: Reply(200, {"id": 1005, "iid": 5, "sha": self.head})),
            ("GET", f"{request}/notes", self.list),
            ("POST", f"{request}/notes", self.create),
            ("PUT", rf"{request}/notes/(\d+)", self.change),
            ("DELETE", rf"{request}/notes/(\d+)", self.delete),
        )

    def refusal(self, seen: Seen) -> Reply | None:
        return None if seen.headers.get("Private-Token") == TOKEN else Reply(401, {"message": "401 Unauthorized"})

    def add(self, author: int, body: str, **more: Any) -> dict[str, Any]:
        self.numbers += 1
        note = {"id": self.numbers, "body": body, "author": {"id": author}, "system": False, **more}
        self.notes.append(note)
        return note

    def list(self, seen: Seen) -> Reply:
        return paged(list(self.notes), seen, f"{self.url}{seen.path}", self.page)

    def create(self, seen: Seen) -> Reply:
        if len(seen.content["body"]) > 1_000_000:
            return Reply(400, {"message": {"note": ["is too long (maximum is 1000000 characters)"]}})
        return Reply(201, self.add(ME, seen.content["body"].rstrip()))

    def change(self, seen: Seen, number: str) -> Reply:
        for note in self.notes:
            if note["id"] == int(number):
                note["body"] = seen.content["body"].rstrip()
                return Reply(200, note)
        return Reply(404, {"message": "404 Not found"})

    def delete(self, _: Seen, number: str) -> Reply:
        there = [one for one in self.notes if one["id"] == int(number)]
        self.notes = [one for one in self.notes if one not in there]
        return Reply(204) if there else Reply(404, {"message": "404 Not found"})
