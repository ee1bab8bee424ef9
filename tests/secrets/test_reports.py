"""A planted secret turns up in no report, whatever its format, and in nothing that a plan in a pull request says."""

from pathlib import Path

import pytest
from tests.project import Project
from tests.repository import make_repository
from tests.secrets.planted import CALLERS, finds, planted_project, told

from platformctl.cli.report_formats import FORMATS
from platformctl.requests.request import edited_request

pytestmark = pytest.mark.lifecycle
STACK, BROKEN, REFUSED = "desk/safe/one", "desk/safe/two", "desk/safe/three"
REQUEST = """\
kind: safe
name: two
environment: desk
module: safe@1.0.0
team: writers
inputs: {turn: SECRET}
"""


def asked(project: Project, stack: str, turn: int) -> None:
    """Ask for another turn."""
    request = project.folder(stack) / "request.yaml"
    request.write_text(edited_request(request.read_text("utf-8"), {"turn": turn}), "utf-8")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A repository with three changes: a plan, one that fails and repeats a secret, a request that quotes one."""
    project = planted_project(tmp_path)
    assert [project.run("create", "safe", name, "--yes").code for name in ("one", "three")] == [0, 0]
    (project.root / ".gitignore").write_text(".platformctl/\n", "utf-8")
    make_repository(project.root)
    asked(project, STACK, 2)
    asked(project, REFUSED, 13)
    assert project.run("render").code == 0
    project.folder(BROKEN).mkdir()
    secret = CALLERS["AWS_SECRET_ACCESS_KEY"]
    (project.folder(BROKEN) / "request.yaml").write_text(REQUEST.replace("SECRET", secret), "utf-8")
    return project


def in_every_format(folder: Path) -> list[str]:
    """Return the words for all reports into a folder."""
    folder.mkdir()
    return [word for kind in FORMATS for word in ("--report", f"{kind}={folder}/report.{kind}")]


def test_no_report_of_a_change_holds_a_secret(project: Project, tmp_path: Path) -> None:
    reports, job = tmp_path / "reports", tmp_path / "job"
    job.mkdir()

    said = project.run("plan", "--changed-since", "HEAD", *in_every_format(reports), "--verbose")
    alone = project.run("plan", REFUSED, "--verbose", *in_every_format(tmp_path / "alone"))
    joined = project.run("report", "merge", f"{reports}/report.json", "--report", f"html={reports}/joined.html")
    posted = project.run("report", "post", f"{reports}/report.json", **as_a_job(job))

    comment = (reports / "report.markdown").read_text("utf-8")
    assert [one.code for one in (said, alone, joined, posted)] == [1, 1, 1, 0]
    assert len(list(reports.iterdir())) == len(FORMATS) + 1
    assert all(text in comment for text in ("turn 1 → 2", "Not turn 13: (sensitive) forbids it.", "two (safe, desk)"))
    assert "Not turn 13" in (job / "summary").read_text("utf-8")
    assert finds([reports, tmp_path / "alone", job]) == []
    assert told(said, alone, joined, posted) == []


def as_a_job(folder: Path) -> dict[str, str]:
    """Return the variables of a job of GitHub that has no token."""
    files = {"GITHUB_STEP_SUMMARY": "summary", "GITHUB_OUTPUT": "outputs"}
    job = {"GITHUB_ACTIONS": "true", "CI": "true", "GITHUB_REPOSITORY": "acme/shop", "GITHUB_RUN_ID": "1"}
    return {**job, **{name: f"{folder}/{file}" for name, file in files.items()}}
