"""`report merge`, and `--report` of plan: files are joined and written, or one clear error says why not."""

import json
from pathlib import Path

import pytest
from tests.reports import samples
from tests.unit.cli.conftest import Platformctl

from platformctl.project.project import Project
from platformctl.views.report_json import report_json
from platformctl.workflows.report_results import Report, StackReport


@pytest.fixture
def shards(tmp_path: Path) -> list[str]:
    """Two shards of a split in two."""
    stacks: tuple[StackReport, StackReport] = (samples.grown(), samples.blocked())
    reports = [samples.report([one], shard=f"{n}/2", exit_code=3 * (n - 1)) for n, one in enumerate(stacks, 1)]
    return [_written(tmp_path / f"{number}.json", one) for number, one in enumerate(reports)]


def _written(path: Path, report: Report) -> str:
    path.write_text(report_json(report), encoding="utf-8")
    return str(path)


def test_shards_are_joined_shown_and_written(platformctl: Platformctl, shards: list[str], tmp_path: Path) -> None:
    said = platformctl("report", "merge", *shards, "--report", f"markdown={tmp_path}/all.md")

    assert said.code == 3
    assert "1 stack changes, 1 is blocked" in said.out
    assert (tmp_path / "all.md").read_text("utf-8").startswith("### 1 stack changes, 1 is blocked")


def test_a_program_gets_the_joined_report(platformctl: Platformctl, shards: list[str]) -> None:
    said = platformctl("report", "merge", *shards, "--output", "json")

    assert [stack["id"] for stack in said.document["stacks"]] == ["prod/db/users", "prod/db/orders"]
    assert said.document["version"] == 1


def test_a_joined_report_can_be_joined_again(platformctl: Platformctl, shards: list[str], tmp_path: Path) -> None:
    platformctl("report", "merge", *shards, "--report", f"json={tmp_path}/all.json")

    assert platformctl("report", "merge", f"{tmp_path}/all.json").code == 3


def test_a_missing_shard_fails_the_whole(platformctl: Platformctl, shards: list[str]) -> None:
    said = platformctl("report", "merge", shards[0])

    assert said.code == 1
    assert "Shard 2 of 2 is missing" in said.out


@pytest.mark.parametrize("words", [["nowhere.json"], [], ["--report", "x=y"]])
def test_misuse_is_told(platformctl: Platformctl, words: list[str]) -> None:
    assert platformctl("report", "merge", *words).code == 64


def test_a_format_that_plan_does_not_have_is_told(platformctl: Platformctl, inside: Project) -> None:
    said = platformctl("plan", "--report", "jnuit=x.xml")

    assert said.code == 64
    assert "Did you mean 'junit'?" in said.err


def test_every_format_of_an_empty_plan_is_written(platformctl: Platformctl, inside: Project, tmp_path: Path) -> None:
    words = [f"{kind}={tmp_path}/report.{kind}" for kind in ("json", "markdown", "sarif", "junit", "html")]

    said = platformctl("plan", *(word for one in words for word in ("--report", one)))

    assert said.code == 0
    assert json.loads((tmp_path / "report.json").read_text("utf-8"))["stacks"] == []
    assert all((tmp_path / f"report.{word.partition('=')[0]}").stat().st_size for word in words)
