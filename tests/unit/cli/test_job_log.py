"""In a job of a host that reads commands from the log, no word of ours that quotes others is one."""

import re

import pytest
from tests.unit.cli.conftest import Platformctl

from platformctl.cli.pipes import write_aside, write_result

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


def test_an_error_that_quotes_a_command_is_none(platformctl: Platformctl, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")

    said = platformctl("report", "merge", "x\n::add-mask::y\n##[add-path]z")

    assert said.code == 64
    assert not re.search(r"^\s*::[a-z-]+::|##\[", said.out + said.err, re.MULTILINE)
