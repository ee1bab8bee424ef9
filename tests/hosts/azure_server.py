"""Azure DevOps' REST API as far as a plan's report needs it (git, pull request threads, version 7.0)."""

from collections.abc import Sequence
from typing import Any

from tests.hosts.server import Host, Reply, Route, Seen

TOKEN = "eyJ0eXAiOiJKV1QiSECRETazure"
ME = "aaaaaaaa-0000-0000-0000-000000000001"
HEAD = "3" * 40


class AzureServer(Host):
    """An organisation with one project, one repository, one pull request."""

    def __init__(self) -> None:
        super().__init__()
        self.threads: list[dict[str, Any]] = []
        self.events = [{"id": 400, "comments": [{"id": 1, "content": "Ada joined", "commentType": "system"}]}]
        """Threads that the host itself makes, and lists with the others."""
        self.head = HEAD

    def routes(self) -> Sequence[Route]:
        request = "/acme/Web%20Shop/_apis/git/repositories/5feb-01/pullRequests/9"
        return (
            ("GET", "/acme/_apis/connectionData", lambda _: Reply(200, {"authenticatedUser": {"id": ME}})),
            ("GET", request, lambda _: Reply(200, {"lastMergeSourceCommit": {"commitId": self.head}})),
            ("GET", f"{request}/threads", lambda _: Reply(200, {"value": [*self.events, *self.threads]})),
            ("POST", f"{request}/threads", self.create),
            ("PATCH", rf"{request}/threads/(\d+)/comments/(\d+)", self.change),
            ("DELETE", rf"{request}/threads/(\d+)/comments/(\d+)", self.delete),
        )

    def refusal(self, seen: Seen) -> Reply | None:
        if seen.headers.get("Authorization") != f"Bearer {TOKEN}":
            return Reply(203, raw=b"<html>Sign In</html>", headers={"Content-Type": "text/html"})
        if not seen.query.get("api-version", "").startswith("7.0"):
            return Reply(400, {"message": "No api-version was supplied for the request.", "typeKey": "VssVersion"})
        return None

    def add(self, author: str, body: str) -> dict[str, Any]:
        comment = {"id": 1, "content": body, "author": {"id": author}, "commentType": "text", "isDeleted": False}
        thread = {"id": 500 + len(self.threads), "comments": [comment], "isDeleted": False, "status": "closed"}
        self.threads.append(thread)
        return thread

    def create(self, seen: Seen) -> Reply:
        body = seen.content["comments"][0]["content"]
        if len(body) > 150_000:
            return Reply(400, {"message": "TF401216: The comment is too long.", "typeKey": "CommentTooLong"})
        return Reply(200, self.add(ME, body))

    def change(self, seen: Seen, number: str, comment: str) -> Reply:
        refused, thread = self.of_ours(number)
        if refused:
            return refused
        found = thread["comments"][int(comment) - 1]
        found["content"] = seen.content["content"]
        return Reply(200, found)

    def delete(self, _: Seen, number: str, comment: str) -> Reply:
        refused, thread = self.of_ours(number)
        if refused:
            return refused
        thread["comments"][int(comment) - 1] |= {"isDeleted": True, "content": None}
        thread["isDeleted"] = True
        return Reply(200)

    @property
    def shown(self) -> list[dict[str, Any]]:
        """The threads that people see."""
        return [thread for thread in self.threads if not thread["isDeleted"]]

    @property
    def bodies(self) -> list[str]:
        """What people read."""
        return [thread["comments"][0]["content"] for thread in self.shown]

    def of_ours(self, number: str) -> tuple[Reply | None, dict[str, Any]]:
        """A thread, or why it can't be had: it is gone, or somebody else's."""
        thread = next((one for one in self.shown if one["id"] == int(number)), {})
        if not thread:
            return Reply(404, {"message": "TF401180: The requested thread was not found.", "typeKey": "X"}), {}
        ours = thread["comments"][0]["author"]["id"] == ME
        return (None, thread) if ours else (Reply(403, {"message": "TF401027: You need permission."}), {})
