"""GitHub's REST API as far as a plan's report needs it: paths, headers, status codes and shapes as documented."""

from collections.abc import Mapping, Sequence
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


OLD = "/api/v3/repos/acme/shop"
NEW = "/api/v3/repositories/77"
"""What GitHub sends everybody to who asks for a repository by a name that it had."""
FORM = "application/vnd.github+json"


class GitHubServer(Host):
    """An enterprise host with one repository and one pull request."""

    always: Mapping[str, str] = {
        "X-GitHub-Request-Id": "C1A2:3B4C",
        "X-RateLimit-Limit": "1000",
        "X-RateLimit-Remaining": "993",
        "X-RateLimit-Reset": "1796097600",
        "X-RateLimit-Resource": "core",
    }

    def __init__(self) -> None:
        super().__init__()
        self.comments: list[dict[str, Any]] = []
        self.checks: list[dict[str, Any]] = []
        self.head = HEAD
        self.may: set[str] = {"comments", "checks"}
        self.me = ME
        self.longest = 65_536
        self.renamed = False
        self.of_branch = [7]
        self.page = 100
        self.numbers = 100

    def routes(self) -> Sequence[Route]:
        repository = rf"(?:{OLD}|{NEW})"
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
        if seen.headers.get("X-Github-Api-Version") != "2022-11-28" or seen.headers.get("Accept") != FORM:
            return Reply(400, {"message": "Bad version or media type", "status": "400"})
        if self.renamed and seen.path.startswith(OLD):
            url = f"{self.url}{seen.path.replace(OLD, NEW)}"
            return Reply(301 if seen.method == "GET" else 307, {"message": "Moved", "url": url}, {"Location": url})
        if seen.method != "GET" and not seen.path.endswith("graphql"):
            right = "checks" if seen.path.endswith("check-runs") else "comments"
            return None if right in self.may else Reply(403, NO_ACCESS)
        return None

    def add(self, login: str, body: str) -> dict[str, Any]:
        self.numbers += 1
        comment = {"id": self.numbers, "node_id": "IC_x", "user": {"login": login, "type": "Bot"}, "body": body}
        self.comments.append(comment)
        return comment

    @property
    def bodies(self) -> list[str]:
        """What people read."""
        return [one["body"] for one in self.comments]

    def by_branch(self, seen: Seen) -> Reply:
        fits = seen.query.get("head") == "stranger:feature" and seen.query.get("state") == "open"
        found = [{"id": 9000 + number, "number": number, "head": {"sha": self.head}} for number in self.of_branch]
        return Reply(200, found if fits else [])

    def list(self, seen: Seen) -> Reply:
        url = f"{self.url}/api/v3/repositories/77/issues/7/comments"
        return paged(list(self.comments), seen, url, self.page)

    def create(self, seen: Seen) -> Reply:
        body = seen.content["body"]
        if len(body) > self.longest:
            return too_long("data", self.longest)
        return Reply(201, self.add(self.me, body))

    def change(self, seen: Seen, number: str) -> Reply:
        refused, comment = self.of_ours(number)
        if refused:
            return refused
        if len(seen.content["body"]) > self.longest:
            return too_long("data", self.longest)
        comment["body"] = seen.content["body"]
        return Reply(200, comment)

    def delete(self, _: Seen, number: str) -> Reply:
        refused, comment = self.of_ours(number)
        self.comments = [one for one in self.comments if one is not comment]
        return refused or Reply(204)

    def of_ours(self, number: str) -> tuple[Reply | None, dict[str, Any]]:
        """A comment, or why it can't be had: it is gone, or somebody else's."""
        comment = next((one for one in self.comments if one["id"] == int(number)), {})
        if not comment:
            return Reply(404, {"message": "Not Found", "status": "404"}), {}
        return (None, comment) if comment["user"]["login"] == self.me else (Reply(403, NO_ACCESS), {})

    def check(self, seen: Seen) -> Reply:
        if len(seen.content["output"]["summary"]) > 65_535:
            return too_long("summary", 65_535)
        self.checks.append(seen.content)
        return Reply(201, {"id": len(self.checks), "status": "completed"})
