"""A planted secret turns up in no report, whatever its format, and in nothing that a plan in a pull request says."""

from pathlib import Path

import pytest
from tests.project import Project
from tests.repository import make_repository
from tests.secrets.planted import CALLERS, finds, planted_project, told

from platformctl.cli.report_formats import FORMATS
from platformctl.requests.request import edited_request

pytestmark = pytest.mark.lifecycle
STACK, BROKEN = "desk/safe/one", "desk/safe/two"
REQUEST = """\
kind: safe
name: two
environment: desk
module: safe@1.0.0
team: writers
inputs: {turn: SECRET}
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A repository with what keeps a secret, about to be changed, and a request that quotes one and does not parse."""
    project = planted_project(tmp_path)
    assert project.run("create", "safe", "one", "--yes").code == 0
    (project.root / ".gitignore").write_text(".platformctl/\n", "utf-8")
    make_repository(project.root)
    request = project.folder(STACK) / "request.yaml"
    request.write_text(edited_request(request.read_text("utf-8"), {"turn": 2}), "utf-8")
    assert project.run("render").code == 0
    project.folder(BROKEN).mkdir()
    secret = CALLERS["AWS_SECRET_ACCESS_KEY"]
    (project.folder(BROKEN) / "request.yaml").write_text(REQUEST.replace("SECRET", secret), "utf-8")
    return project


def test_no_report_of_a_change_holds_a_secret(project: Project, tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    words = [word for kind in FORMATS for word in ("--report", f"{kind}={reports}/report.{kind}")]

    said = project.run("plan", "--changed-since", "HEAD", *words, "--verbose")
    joined = project.run("report", "merge", f"{reports}/report.json", "--report", f"html={reports}/joined.html")

    assert (said.code, joined.code) == (64, 64)
    assert len(list(reports.iterdir())) == len(FORMATS) + 1
    assert "turn 1 → 2" in (reports / "report.markdown").read_text("utf-8")
    assert finds([reports]) == []
    assert told(said, joined) == []
