"""Every place that has the report: job's page, notes at lines, outputs, comment, check run; and what fits there."""

import json
import re

import pytest
from tests.hosts import github_server
from tests.hosts.conftest import Place
from tests.hosts.server import Fault, Reply
from tests.reports import samples
from tests.reports.test_hostile import ACTS, INLINE, html_parts, inline
from tests.reports.test_hostile import OURS as OURS_IN_HTML

from platformctl.workflows.report_results import ErrorLines, Report

HOSTILE = (
    "::set-output name=x::y\n::add-mask::a\r::error::b\n##[add-path]/tmp\n##vso[task.setvariable variable=x]y\n"
    "\x1b[31m/merge\n/close\n@acme/all #1 <img src=x> </details> --> ``` https://evil.example"
)
OURS = re.compile(r"::(error|warning) title=[^:,]*(,file=[^:,]*,line=[0-9]+)?::")
COMMAND = re.compile(r"^\s*::\s*([A-Za-z-]+)", re.MULTILINE)


def hostile() -> Report:
    """A report whose every text would like to act."""
    failed = samples.failed().model_copy(
        update={"error": ErrorLines(summary="A file is not valid", detail=HOSTILE, hint=HOSTILE, exit_code=64)}
    )
    blocked = samples.blocked()
    finding = blocked.findings[0].model_copy(update={"title": HOSTILE, "guideline": HOSTILE, "resource": HOSTILE})
    facts = {"findings": (finding,), "request": "stacks/a,b::c\n::error::x/request.yaml"}
    return samples.report((failed, blocked.model_copy(update=facts)), since=HOSTILE)


def test_the_whole_report_is_at_every_place_of_github(github: Place, typical: Report) -> None:
    said = github.post(typical)

    assert [one["body"].partition("\n")[2] for one in github.host.comments] == [github.summary[:-1]]
    check = github.host.checks[0]
    assert (check["name"], check["conclusion"], check["head_sha"]) == (
        "platformctl: prod",
        "failure",
        github_server.HEAD,
    )
    assert check["details_url"] == f"{github.host.url}/acme/shop/actions/runs/990"
    assert COMMAND.findall(said.stdout) == ["error", "error", "error", "warning", "warning"]


def test_an_annotation_stands_at_the_request(github: Place) -> None:
    said = github.post(samples.report((samples.blocked(),)))

    assert "file=stacks/prod/db/users/request.yaml,line=7::" in said.stdout


def test_later_steps_get_counts_only(github: Place) -> None:
    github.post(hostile())

    text = (github.folder / "outputs").read_text()
    found = dict(re.findall(r"^([a-z-]+)<<(?:platformctl_[0-9a-f]{32})\n(.*)\n", text, re.MULTILINE))
    assert found["blocked"] == "1"
    assert found["failed"] == "1"
    assert set(re.findall(r"[^\w<\n-]", text)) == set()


def test_only_our_own_commands_reach_the_log_of_the_job(github: Place) -> None:
    said = github.post(hostile())

    assert said.code == 0
    assert set(COMMAND.findall(said.stdout + said.stderr)) <= {"error", "warning"}
    assert "##[" not in said.stdout + said.stderr
    assert "##vso[" not in said.stdout + said.stderr
    assert all(OURS.match(line) for line in said.stdout.splitlines() if line.startswith("::"))
    assert "\x1b" not in said.stdout + said.stderr


def test_only_our_own_commands_reach_the_log_of_azure_pipelines(azure: Place) -> None:
    said = azure.post(hostile())

    lines = [line for line in (said.stdout + said.stderr).splitlines() if "##" in line]
    assert [line.partition("]")[0].partition(" ")[0] for line in lines] == [
        "##vso[task.uploadsummary",
        "##vso[task.logissue",
        "##vso[task.logissue",
        "##vso[task.logissue",
    ]
    assert [line.count("##vso[") for line in lines] == [1] * 4


def test_what_a_host_says_makes_no_command(github: Place, typical: Report) -> None:
    github.host.faults.append(Fault(Reply(422, {"message": HOSTILE}), "POST", "check-runs"))

    said = github.post(typical)

    assert COMMAND.findall(said.stderr) == []
    assert "##[" not in said.stderr
    assert "##vso[" not in said.stderr


def test_no_value_is_a_quick_action_of_gitlab(gitlab: Place) -> None:
    gitlab.post(hostile())

    body = gitlab.host.notes[0]["body"]
    assert re.findall(r"^\s*/\w", body, re.MULTILINE) == []
    assert gitlab.host.commands == []


@pytest.mark.parametrize("name", ["github", "gitlab", "azure"])
def test_nothing_in_the_comment_links_mentions_or_is_html(request: pytest.FixtureRequest, name: str) -> None:
    here: Place = request.getfixturevalue(name)

    here.post(hostile())

    (body,) = here.host.bodies
    assert {child.type for child in inline(body)} <= INLINE
    assert not [child.content for child in inline(body) if child.type == "text" and ACTS.search(child.content)]
    assert all(OURS_IN_HTML.fullmatch(line) for line in html_parts(body) if not line.startswith("<!-- platformctl:"))


def test_json_is_one_document_on_stdout(github: Place, typical: Report) -> None:
    said = github.post(typical, "--output", "json")

    assert said.document["landed"] == {
        "summary": "written",
        "annotations": "written",
        "outputs": "written",
        "comment": "made",
        "check": "made",
    }
    assert said.document["missed"] == []
    assert "::error" in said.stderr


@pytest.mark.parametrize("count", [300, 3000])
def test_hundreds_of_stacks_fit(github: Place, count: int) -> None:
    said = github.post(samples.many(count))

    assert said.code == 0
    assert len(github.host.comments[0]["body"]) <= 60_000
    assert len(github.host.checks[0]["output"]["summary"]) <= 65_535
    assert (github.folder / "summary.md").stat().st_size <= 1024 * 1024
    assert "Warning" not in said.stderr


@pytest.mark.parametrize(("name", "count", "longest"), [("gitlab", 1000, 900_000), ("azure", 300, 140_000)])
def test_hundreds_of_stacks_fit_at_other_hosts(
    request: pytest.FixtureRequest, name: str, count: int, longest: int
) -> None:
    here: Place = request.getfixturevalue(name)

    said = here.post(samples.many(count))

    assert "Warning" not in said.stderr
    assert [len(body) <= longest for body in here.host.bodies] == [True]


def test_a_summary_that_others_filled_is_left_alone(github: Place, typical: Report) -> None:
    (github.folder / "summary.md").write_bytes(b"x" * 1_000_000)

    said = github.post(typical)

    assert "Warning: no job's page: The job's summary is full" in said.stderr
    assert (github.folder / "summary.md").stat().st_size == 1_000_000
    assert len(github.host.comments) == 1


def test_a_summary_that_cant_be_written_keeps_the_report_from_no_other_place(github: Place, typical: Report) -> None:
    said = github.post(typical, GITHUB_STEP_SUMMARY=str(github.folder / "no" / "such" / "folder"))

    assert said.code == 0
    assert "Warning: no job's page: The system refused" in said.stderr
    assert len(github.host.comments) == 1


def test_a_push_has_a_check_run_and_no_comment(github: Place, typical: Report) -> None:
    said = github.post(typical, GITHUB_REF="refs/heads/main", GITHUB_EVENT_PATH="")

    assert said.code == 0
    assert github.host.comments == []
    assert [one["head_sha"] for one in github.host.checks] == ["f" * 40]


def test_a_run_that_follows_one_of_a_fork_comments_and_vouches_for_nothing(github: Place, typical: Report) -> None:
    run = {
        "event": "pull_request",
        "head_sha": github_server.HEAD,
        "head_branch": "feature",
        "head_repository": {"owner": {"login": "stranger"}},
        "pull_requests": [],
    }
    event = github.folder / "run.json"
    event.write_text(json.dumps({"workflow_run": run}))

    said = github.post(typical, GITHUB_REF="refs/heads/main", GITHUB_EVENT_PATH=str(event))

    assert said.code == 0
    assert len(github.host.comments) == 1
    assert github.host.checks == []


def test_a_commit_that_several_pull_requests_have_is_told(github: Place, typical: Report) -> None:
    github.host.of_branch = [7, 8]
    branch = {"head_branch": "feature", "head_repository": {"owner": {"login": "stranger"}}}
    run = {"event": "pull_request", "head_sha": github_server.HEAD, "pull_requests": [], **branch}
    event = github.folder / "run.json"
    event.write_text(json.dumps({"workflow_run": run}))

    said = github.post(typical, GITHUB_REF="refs/heads/main", GITHUB_EVENT_PATH=str(event))

    assert said.code == 0
    assert "Warning: no comment: Which pull request it is, is not known" in said.stderr
    assert github.host.comments == []


def test_untrusted_mode_is_neither_good_nor_bad(github: Place) -> None:
    inspected = samples.stack("prod/db/orders", "inspected")

    github.post(samples.report((inspected,), mode="untrusted"))

    assert [one["conclusion"] for one in github.host.checks] == ["neutral"]


def test_azure_devops_shows_the_report_on_the_page_of_the_run(azure: Place, typical: Report) -> None:
    said = azure.post(typical)

    file = azure.folder / "platformctl-report-prod.md"
    assert f"##vso[task.uploadsummary]{file}\n" in said.stdout
    assert "orders" in file.read_text()


def test_outside_of_a_job_the_way_by_file_is_named(github: Place, typical: Report) -> None:
    said = github.post(typical, GITHUB_ACTIONS="")

    assert said.code == 64
    assert "report merge report.json --report markdown=report.md" in said.stderr


def test_a_host_whose_variables_are_not_there_is_no_job_of_it(github: Place, typical: Report) -> None:
    said = github.post(typical, "--to", "gitlab")

    assert said.code == 64
    assert "CI_API_V4_URL" in said.stderr


@pytest.mark.parametrize("target", ["a --> b", "Prod", "", "x" * 65, "a\nb"])
def test_a_target_that_could_leave_its_hidden_line_is_refused(github: Place, typical: Report, target: str) -> None:
    said = github.post(typical, "--target", target)

    assert said.code == 64
    assert github.host.seen == []
