"""Hosts fail, limit and refuse: the report still lands where it can, the exit code stays 0, the token stays secret."""

import time

import pytest
from tests.hosts import azure_server, github_server, gitlab_server
from tests.hosts.conftest import Place
from tests.hosts.server import Fault, Host, Reply, page, served

from platformctl.hosts.api import Clock
from platformctl.hosts.clients import client_of
from platformctl.hosts.detection import job_of
from platformctl.hosts.patience import ATTEMPTS
from platformctl.hosts.sticky import stick
from platformctl.hosts.trouble import Unreachable
from platformctl.progress import silent
from platformctl.workflows.report_results import Report

LIMITED = {"message": "API rate limit exceeded for installation ID 1."}
SECONDARY = {"message": "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."}


def reset_in(seconds: int) -> dict[str, str]:
    """Headers of somebody who has asked too often."""
    return {"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(time.time()) + seconds)}


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(Fault(page(502)), id="502-html"),
        pytest.param(Fault(page(503)), id="503-html"),
        pytest.param(Fault(Reply(504)), id="504-empty"),
        pytest.param(Fault(None), id="cut"),
        pytest.param(Fault(Reply(429, LIMITED, {"Retry-After": "1"})), id="429-retry-after"),
        pytest.param(Fault(Reply(403, SECONDARY, {"Retry-After": "1"})), id="403-secondary"),
        pytest.param(Fault(Reply(403, LIMITED, reset_in(0))), id="403-used-up"),
        pytest.param(Fault(page(502), "POST", "comments"), id="502-at-the-comment"),
        pytest.param(Fault(None, "POST", "check-runs"), id="cut-at-the-check"),
    ],
)
def test_what_passes_is_waited_for(github: Place, typical: Report, fault: Fault) -> None:
    github.host.faults += [fault, fault]

    said = github.post(typical)

    assert (said.code, len(github.host.comments), len(github.host.checks)) == (0, 1, 1)
    assert github.host.faults == []
    assert "asked again after" in said.stderr
    assert "Warning" not in said.stderr


@pytest.mark.parametrize("name", ["gitlab", "azure"])
def test_other_hosts_are_waited_for_as_well(request: pytest.FixtureRequest, typical: Report, name: str) -> None:
    here: Place = request.getfixturevalue(name)
    later = Reply(429, {"message": "Retry later"}, {"Retry-After": "1"})
    here.host.faults += [Fault(page(502)), Fault(later), Fault(later, "POST"), Fault(None, "POST")]

    said = here.post(typical)

    assert said.code == 0
    assert here.host.faults == []
    assert len(here.host.bodies) == 1


def test_a_limit_that_lasts_too_long_is_told_and_not_waited_for(github: Place, typical: Report) -> None:
    github.host.faults += [Fault(Reply(403, LIMITED, reset_in(3000))) for _ in range(9)]

    said = github.post(typical)

    assert said.code == 0
    assert "Warning: no comment: The code host does not answer" in said.stderr
    assert "too many requests" in said.stderr
    assert "orders" in github.summary


def test_a_host_that_is_down_is_told(github: Place, typical: Report) -> None:
    gone, event = "http://127.0.0.1:1/api/v3", github.folder / "comment.json"
    event.write_text('{"issue": {"number": 7, "pull_request": {}}}')  # no check run, so it waits but once

    said = github.post(typical, GITHUB_API_URL=gone, GITHUB_GRAPHQL_URL=gone, GITHUB_EVENT_PATH=str(event))

    assert said.code == 0
    assert "Warning: no comment: The code host does not answer" in said.stderr
    assert "Connection refused" in said.stderr
    assert "asked 6 times" in said.stderr
    assert "orders" in github.summary


def test_without_a_token_the_summary_is_written_all_the_same(github: Place, typical: Report) -> None:
    said = github.post(typical, GITHUB_TOKEN="")

    assert said.code == 0
    assert "Warning: no comment: There is no token" in said.stderr
    assert "pull-requests: write" in said.stderr
    assert "orders" in github.summary
    assert github.host.seen == []


@pytest.mark.parametrize(
    ("name", "variable", "hint"),
    [("gitlab", "GITLAB_TOKEN", "scope api"), ("azure", "SYSTEM_ACCESSTOKEN", "Contribute to pull requests")],
)
def test_each_host_names_the_token_that_is_missing(
    request: pytest.FixtureRequest, typical: Report, name: str, variable: str, hint: str
) -> None:
    here: Place = request.getfixturevalue(name)

    said = here.post(typical, **{variable: ""})

    assert said.code == 0
    assert "Warning: no comment: There is no token" in said.stderr
    assert variable in said.stderr
    assert hint in said.stderr
    assert here.host.seen == []


@pytest.mark.parametrize("name", ["github", "gitlab", "azure"])
def test_a_host_that_stays_down_is_asked_six_times_and_told(
    request: pytest.FixtureRequest, typical: Report, name: str
) -> None:
    here: Place = request.getfixturevalue(name)
    here.host.faults += [Fault(page(503)) for _ in range(50)]
    slept: list[float] = []

    with pytest.raises(Unreachable, match="does not answer") as told:
        stick(client_of(job_of(here.environ), silent, Clock(sleep=slept.append)), "prod", str, silent=False)

    assert (len(slept), len(here.host.seen)) == (ATTEMPTS - 1, ATTEMPTS)
    assert "status 503. It was asked 6 times" in told.value.detail
    assert not here.host.bodies


def test_a_token_without_rights_names_the_right_that_is_missing(github: Place, typical: Report) -> None:
    github.host.may = set()

    said = github.post(typical)

    assert said.code == 0
    assert "Warning: no comment: The token may not do this" in said.stderr
    assert "Resource not accessible by integration" in said.stderr
    assert "pull-requests: write, checks: write" in said.stderr
    assert "orders" in github.summary


def test_a_comment_without_the_right_to_check_runs_is_still_made(github: Place, typical: Report) -> None:
    github.host.may = {"comments"}

    said = github.post(typical)

    assert len(github.host.comments) == 1
    assert "Warning: no check run: The token may not do this" in said.stderr


def test_a_token_that_is_none_says_so(gitlab: Place, typical: Report) -> None:
    said = gitlab.post(typical, GITLAB_TOKEN="glpat-revokedSECRETglpat")

    assert said.code == 0
    assert "GITLAB_TOKEN" in said.stderr
    assert "revoked" not in said.stdout + said.stderr


def test_the_sign_in_page_of_azure_devops_is_no_success(azure: Place, typical: Report) -> None:
    said = azure.post(typical, SYSTEM_ACCESSTOKEN="expiredSECRETazure")

    assert said.code == 0
    assert "Warning: no comment: The token may not do this" in said.stderr


@pytest.mark.parametrize("token", ["two\nlines-SECRET", "with space-SECRET", "nul\u00e9-SECRET"])
def test_a_token_that_can_stand_in_no_header_is_not_shown(github: Place, typical: Report, token: str) -> None:
    said = github.post(typical, GITHUB_TOKEN=token, GH_TOKEN="")

    assert said.code == 0
    assert "Warning: no comment: The token is none" in said.stderr
    assert "SECRET" not in said.stdout + said.stderr
    assert github.host.seen == []


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_the_token_is_not_sent_to_another_host(github: Place, typical: Report, status: int) -> None:
    with served(Elsewhere()) as elsewhere:
        there = elsewhere.url.replace("127.0.0.1", "localhost")
        github.host.faults += [Fault(Reply(status, headers={"Location": f"{there}/steal"})) for _ in range(9)]

        said = github.post(typical)

    assert said.code == 0
    assert elsewhere.seen == []
    assert "Warning: no comment" in said.stderr


def test_a_next_page_on_another_host_is_not_asked_for(github: Place, typical: Report) -> None:
    with served(Elsewhere()) as elsewhere:
        link = {"Link": f'<{elsewhere.url}/page/2>; rel="next"'}
        github.host.faults.append(Fault(Reply(200, [], link), "GET", "comments"))

        said = github.post(typical)

    assert elsewhere.seen == []
    assert "Warning: no comment: The code host sends us elsewhere" in said.stderr


def test_a_repository_that_was_renamed_is_followed_on_its_host(github: Place, typical: Report) -> None:
    github.host.renamed = True

    first = github.post(typical)
    github.host.add(github_server.ME, github.host.bodies[0])
    second = github.post(typical)

    assert "Warning" not in first.stderr + second.stderr
    assert (len(github.host.bodies), len(github.host.checks)) == (1, 2)
    assert len(github.host.asked("DELETE", "repositories/77")) == 1


@pytest.mark.parametrize("content", [None, [1, None, "x"], {"login": []}, [{"id": "x", "user": 3}], [[[[]]]]])
def test_answers_of_a_shape_that_makes_no_sense_are_survived(github: Place, typical: Report, content: object) -> None:
    github.host.faults += [Fault(Reply(200, content), "GET") for _ in range(9)]

    said = github.post(typical)

    assert said.code == 0
    assert "Traceback" not in said.stderr
    assert "bug" not in said.stderr


def test_a_page_where_json_should_be_is_told_and_not_repeated(gitlab: Place, typical: Report) -> None:
    gitlab.host.faults.append(Fault(page(200)))

    said = gitlab.post(typical)

    assert "Warning: no comment: The code host's answer makes no sense" in said.stderr
    assert "<html>" not in said.stderr
    assert "::error::" not in said.stderr


def test_a_body_that_is_refused_below_the_limit_is_sent_shorter(github: Place, typical: Report) -> None:
    github.host.longest = 40_000
    long = typical.model_copy(update={"stacks": tuple(many(typical))})

    said = github.post(long)

    assert said.code == 0
    assert 10_000 < len(github.host.comments[0]["body"]) <= 30_000


@pytest.mark.parametrize(
    ("place", "secret"),
    [("github", github_server.TOKEN), ("gitlab", gitlab_server.TOKEN), ("azure", azure_server.TOKEN)],
)
def test_the_token_is_in_nothing_that_is_said_or_sent(
    request: pytest.FixtureRequest, typical: Report, place: str, secret: str
) -> None:
    here: Place = request.getfixturevalue(place)
    here.host.faults.append(Fault(Reply(422, {"message": f"you sent {secret}"}), "POST"))

    said = here.post(typical, "--verbose")

    written = "".join(path.read_text() for path in here.folder.glob("*") if path.is_file())
    bodies = b"".join(one.body for one in here.host.seen)
    assert secret not in said.stdout + said.stderr + written
    assert secret.encode() not in bodies


class Elsewhere(Host):
    """A host that would like to have the token."""

    def answer(self, seen: object) -> Reply:
        return Reply(200, [])


def many(report: Report) -> list[object]:
    """The stacks of a report, many times over, under names of their own."""
    copies = range(150)
    return [
        stack.model_copy(update={"id": f"prod/db/{stack.name}-{number}", "name": f"{stack.name}-{number}"})
        for stack in report.of("changes")
        for number in copies
    ]
