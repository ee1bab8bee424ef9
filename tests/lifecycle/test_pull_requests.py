"""Pull requests to the demo repository, each planned as its job would: what is affected, what is said, which code."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.lifecycle.demo import Demo, PullRequest, branch_of, make_demo
from tests.lifecycle.demo_pull_requests import PULL_REQUESTS
from tests.project import Said

pytestmark = pytest.mark.lifecycle
FORMATS = {"json": "json", "markdown": "md", "sarif": "sarif", "junit": "xml", "html": "html"}


@dataclass(frozen=True)
class Planned:
    """What a job made of a pull request."""

    said: Said
    folder: Path
    """Of its reports."""

    def text(self, name: str) -> str:
        """Return a report."""
        return (self.folder / f"report.{FORMATS[name]}").read_text("utf-8")


def planned(demo: Demo, folder: Path) -> Planned:
    """Plan what the branch that is checked out changes, and report it in every format."""
    folder.mkdir(parents=True)
    reports = [word for name, end in FORMATS.items() for word in ("--report", f"{name}={folder / f'report.{end}'}")]
    return Planned(demo.project.run("plan", "--changed-since", "main", *reports), folder)


def affected(demo: Demo) -> dict[str, str]:
    """Return what `affected` says, and how each is affected."""
    said = demo.project.run("affected", "--changed-since", "main", "--output", "json")
    assert said.code == 0
    return {stack["id"]: stack["touched"] for stack in said.document["stacks"]}


def gone_through(demo: Demo, pull_requests: Sequence[PullRequest], folder: Path) -> dict[str, object]:
    """Plan each, and return what is otherwise than it should be, all of it at once."""
    wrong: dict[str, object] = {}
    for number, one in enumerate(pull_requests):
        branch_of(demo, one)
        touched, made = affected(demo), planned(demo, folder / f"{number:02}")
        report = json.loads(made.text("json"))
        found = (touched, made.said.code, {stack["id"] for stack in report["stacks"]} >= set(one.touched))
        silent = [words for words in one.says if words not in made.text("markdown")]
        if found != (one.touched, one.code, True) or silent:
            wrong[one.name] = (*found, silent)
    return wrong


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    """The repository, main checked out, and its sandbox."""
    made = make_demo(tmp_path)
    yield made
    made.project.run("sandbox", "down")


@pytest.mark.campaign
def test_twenty_five_pull_requests_are_planned_as_they_should_be(demo: Demo, tmp_path: Path) -> None:
    assert gone_through(demo, PULL_REQUESTS, tmp_path / "reports") == {}
