"""GitLab's REST API as far as a plan's report needs it (docs.gitlab.com/api/notes)."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from tests.hosts.server import Host, Reply, Route, Seen, paged

TOKEN = "glpat-0123456789SECRETglpat"
ME = 41
HEAD = "2" * 40


class GitLabServer(Host):
    """A host with one project and one merge request."""

    always: Mapping[str, str] = {"RateLimit-Limit": "2000", "RateLimit-Remaining": "1993", "RateLimit-Observed": "7"}

    def __init__(self) -> None:
        super().__init__()
        self.notes: list[dict[str, Any]] = []
        self.commands: list[str] = []
        """What it has done because a note told it to."""
        self.links_by = ""
        """Another address that its links name, as behind a proxy that it does not know of."""
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

    @property
    def bodies(self) -> list[str]:
        """What people read."""
        return [note["body"] for note in self.notes]

    def list(self, seen: Seen) -> Reply:
        newest_first = seen.query.get("sort", "desc") == "desc"
        found = sorted(self.notes, key=lambda note: note["id"], reverse=newest_first)
        reply = paged(found, seen, f"{self.links_by or self.url}{seen.path}", self.page)
        following = re.search(r"[?&]page=(\d+)>; rel=\"next\"", reply.headers.get("Link", ""))
        numbers = {"X-Page": seen.query.get("page", "1"), "X-Next-Page": following[1] if following else ""}
        return Reply(200, reply.content, {**reply.headers, **numbers})

    def create(self, seen: Seen) -> Reply:
        if len(seen.content["body"]) > 1_000_000:
            return Reply(400, {"message": {"note": ["is too long (maximum is 1000000 characters)"]}})
        return Reply(201, self.add(ME, self.obeyed(seen.content["body"])))

    def obeyed(self, body: str) -> str:
        """Do what the lines that begin with a slash say, and keep the others."""
        self.commands += re.findall(r"^/\w.*", body, re.MULTILINE)
        return re.sub(r"^/\w.*\n?", "", body, flags=re.MULTILINE).rstrip()

    def change(self, seen: Seen, number: str) -> Reply:
        refused, note = self.of_ours(number)
        if not refused:
            note["body"] = self.obeyed(seen.content["body"])
        return refused or Reply(200, note)

    def delete(self, _: Seen, number: str) -> Reply:
        refused, note = self.of_ours(number)
        self.notes = [one for one in self.notes if one is not note]
        return refused or Reply(204)

    def of_ours(self, number: str) -> tuple[Reply | None, dict[str, Any]]:
        """A note, or why it can't be had: it is gone, or somebody else's."""
        note = next((one for one in self.notes if one["id"] == int(number)), {})
        if not note:
            return Reply(404, {"message": "404 Not found"}), {}
        return (None, note) if note["author"]["id"] == ME else (Reply(403, {"message": "403 Forbidden"}), {})
