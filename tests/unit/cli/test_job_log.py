"""In a job of a host that reads commands from the log, no word of ours that quotes others is one."""

import re

import pytest
from tests.unit.cli.conftest import Platformctl

from platformctl.cli.common import Common, ProgressFormat
from platformctl.cli.folding import folded
from platformctl.cli.pipes import write_aside, write_result
from platformctl.errors import Usage

WORD = "::add-mask::x\n##[add-path]/tmp ##vso[task.setvariable variable=a]b\n"


@pytest.mark.parametrize("sign", ["GITHUB_ACTIONS", "TF_BUILD"])
def test_what_is_written_in_a_job_is_inert(
    sign: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(sign, "true")

    write_result(WORD)
    write_aside(WORD)

    said = capsys.readouterr()
    assert said.out == said.err == ": :add-mask::x\n# #[add-path]/tmp # #vso[task.setvariable variable=a]b\n"


def test_a_document_has_no_command_and_says_the_same(platformctl: Platformctl) -> None:
    said = platformctl("report", "merge", "##[add-path]z", "--output", "json")

    assert "##" not in said.out
    assert "##[add-path]" in said.error["detail"]


@pytest.mark.parametrize(
    ("sign", "begin", "end"),
    [("GITHUB_ACTIONS", "::group::Plan prod", "::endgroup::"), ("TF_BUILD", "##[group]Plan prod", "##[endgroup]")],
)
def test_what_is_told_of_a_plan_is_folded_and_its_error_stands_below(
    sign: str, begin: str, end: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails() -> None:
        with folded(Common(environ={sign: "true"}), "Plan prod"):
            write_aside("12 stacks in one combined plan\n")
            raise Usage("no", detail="no")

    with pytest.raises(Usage):
        fails()

    assert capsys.readouterr().err == f"{begin}\n12 stacks in one combined plan\n{end}\n"


@pytest.mark.parametrize(
    "common",
    [
        Common(environ={"CI": "true"}),
        Common(environ={"GITHUB_ACTIONS": "true"}, quiet=True),
        Common(environ={"GITHUB_ACTIONS": "true"}, progress=ProgressFormat.JSON),
    ],
)
def test_who_reads_no_lines_gets_no_fold(common: Common, capsys: pytest.CaptureFixture[str]) -> None:
    with folded(common, "Plan prod"):
        pass

    assert capsys.readouterr().err == ""


def test_an_error_that_quotes_a_command_is_none(platformctl: Platformctl, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")

    said = platformctl("report", "merge", "x\n::add-mask::y\n##[add-path]z")

    assert said.code == 64
    assert not re.search(r"^\s*::[a-z-]+::|##\[", said.out + said.err, re.MULTILINE)
