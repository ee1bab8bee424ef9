"""GitHub's REST API as far as a plan's report needs it: paths, headers, status codes and shapes as documented."""

from collections.abc import Sequence
from typing import Any

from tests.hosts.server import Host, Reply, Route, Seen, paged

TOKEN = "ghs_0123456789abcdefSECRETghs"
ME = "github-actions[bot]"
HEAD = "1" * 40
NO_ACCESS = {"message": "Resource not accessible by integration", "status": "403"}


def too_long(field: str, most: int) -> Reply:
    errors = [
        {"resource": "IssueComment", "field": field, "message": f"body is too long (maximum is {most} characters)"}
    ]
    return Reply(422, {"message": "Validation Failed", "errors": errors, "status": "422"})


class GitHubServer(Host):
    """An enterprise host with one repository and one pull request."""

    def __init__(self) -> None:
        super().__init__()
        self.comments: list[dict[str, Any]] = []
        self.checks: list[dict[str, Any]] = []
        self.head = HEAD
        self.may: set[str] = {"comments", "checks"}
        self.me = ME
        self.longest = 65_536
        self.page = 100
        self.numbers = 100

    def routes(self) -> Sequence[Route]:
        repository = r"/api/v3/(?:repos/acme/shop|repositories/77)"
        return (
            ("GET", "/api/v3/user", lambda _: Reply(403, NO_ACCESS)),
            ("POST", "/api/graphql", lambda _: Reply(200, {"data": {"viewer": {"login": self.me}}})),
            ("GET", rf"{repository}/pulls/7", lambda _: Reply(200, {"number": 7, "head": {"sha": self.head}})),
            ("GET", rf"{repository}/pulls", self.by_branch),
            ("GET", rf"{repository}/issues/7/comments", self.list),
            ("POST", rf"{repository}/issues/7/comments", self.create),
            ("PATCH", rf"{repository}/issues/comments/(\d+)", self.change),
            ("DELETE", rf"{repository}/issues/comments/(\d+)", self.delete),
            ("POST", rf"{repository}/check-runs", self.check),
        )

    def refusal(self, seen: Seen) -> Reply | None:
        if not seen.headers.get("User-Agent"):
            return Reply(403, {"message": "Request forbidden by administrative rules."})
        if seen.headers.get("Authorization") != f"Bearer {TOKEN}":
            return Reply(401, {"message": "Bad credentials", "status": "401"})
        if seen.method != "GET" and not seen.path.endswith("graphql"):
            right = "checks" if seen.path.endswith("check-runs") else "comments"
            return None if right in self.may else Reply(403, NO_ACCESS)
        return None

    def add(self, login: str, body: str) -> dict[str, Any]:
        self.numbers += 1
        comment = {"id": self.numbers, "node_id": "IC_x", "user": {"login": login, "type": "Bot"}, "body": body}
        self.comments.append(comment)
        return comment

    def by_branch(self, seen: Seen) -> Reply:
        fits = seen.query.get("head") == "stranger:feature" and seen.query.get("state") == "open"
        return Reply(200, [{"id": 9007, "number": 7, "head": {"sha": self.head}}] if fits else [])

    def list(self, seen: Seen) -> Reply:
        url = f"{self.url}/api/v3/repositories/77/issues/7/comments"
        return paged(list(self.comments), seen, url, self.page)

    def create(self, seen: Seen) -> Reply:
        body = seen.content["body"]
        if len(body) > self.longest:
            return too_long("data", self.longest)
        return Reply(201, self.add(self.me, body))

    def change(self, seen: Seen, number: str) -> Reply:
        for comment in self.comments:
            if comment["id"] == int(number):
                if len(seen.content["body"]) > self.longest:
                    return too_long("data", self.longest)
                comment["body"] = seen.content["body"]
                return Reply(200, comment)
        return Reply(404, {"message": "Not Found", "status": "404"})

    def delete(self, _: Seen, number: str) -> Reply:
        there = [one for one in self.comments if one["id"] == int(number)]
        self.comments = [one for one in self.comments if one not in there]
        return Reply(204) if there else Reply(404, {"message": "Not Found"})

    def check(self, seen: Seen) -> Reply:
        if len(seen.content["output"]["summary"]) > 65_535:
            return too_long("summary", 65_535)
        self.checks.append(seen.content)
        return Reply(201, {"id": len(self.checks), "status": "completed"})
