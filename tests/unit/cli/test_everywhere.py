"""The options that every command takes: before or after its name, typed or from a variable, the typed ones first."""

from pathlib import Path

import pytest
from tests.unit.cli.conftest import Platformctl
from tests.unit.projects import make_stack

from platformctl.project.project import Project


@pytest.mark.parametrize(
    "words",
    [
        ["--project", "PROJECT", "list"],
        ["list", "--project", "PROJECT"],
        ["list", "--project=PROJECT"],
        ["--project", "/nowhere", "list", "--project", "PROJECT"],
        ["catalog", "note", "--project", "PROJECT"],
        ["create", "note", "--project", "PROJECT", "--help"],
        ["create", "--project", "PROJECT", "note", "--help"],
        ["change", "desk/note/one", "--help", "--project", "PROJECT"],
    ],
    ids=" ".join,
)
def test_the_project_is_found_wherever_it_is_named(
    project: Project, platformctl: Platformctl, words: list[str]
) -> None:
    make_stack(project)

    assert platformctl(*(word.replace("PROJECT", str(project.root)) for word in words)).code == 0


@pytest.mark.parametrize(
    "words", [["--env", "dev", "list"], ["list", "--env", "dev"], ["--env", "prod", "list", "--env=dev"]]
)
def test_the_environment_is_the_last_one_named(inside: Project, platformctl: Platformctl, words: list[str]) -> None:
    assert platformctl(*words, "--output", "json").document["environment"] == "dev"


def test_a_variable_counts_where_nothing_was_typed(
    project: Project, platformctl: Platformctl, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLATFORMCTL_PROJECT", str(project.root))
    monkeypatch.setenv("PLATFORMCTL_ENV", "dev")
    monkeypatch.setenv("PLATFORMCTL_OUTPUT", "json")

    assert platformctl("list").document["environment"] == "dev"


@pytest.mark.parametrize(
    "words", [["--output", "human", "--env", "desk", "list"], ["list", "--output=human", "--env=desk"]]
)
def test_what_was_typed_beats_a_variable_wherever_it_stands(
    inside: Project, platformctl: Platformctl, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.setenv("PLATFORMCTL_OUTPUT", "json")
    monkeypatch.setenv("PLATFORMCTL_ENV", "nowhere")

    assert platformctl(*words).out.startswith("  There are no stacks in desk yet.")


def test_a_variable_that_makes_no_sense_is_named(
    inside: Project, platformctl: Platformctl, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLATFORMCTL_OUTPUT", "xml")

    result = platformctl("list")

    assert (result.code, "PLATFORMCTL_OUTPUT" in result.err) == (64, True)


def test_the_project_is_found_upwards(
    project: Project, platformctl: Platformctl, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_stack(project)
    monkeypatch.chdir(project.root / "stacks/desk/note/one")

    assert "desk/note/one" in platformctl("list").out


@pytest.mark.parametrize(
    "words", [["--help"], ["-h"], ["create", "--help"], ["create", "db", "-h"], ["sandbox", "--help"], ["apply", "-h"]]
)
def test_help_is_no_error(platformctl: Platformctl, words: list[str]) -> None:
    result = platformctl(*words)

    assert (result.code, result.err) == (0, "")
    assert "--project" in result.out


def test_the_help_of_a_kind_comes_from_its_contract(inside: Project, platformctl: Platformctl) -> None:
    out = platformctl("create", "note", "--help").out

    assert all(option in out for option in ("--text", "--lines", "--copies", "--loud", "--no-loud", "--size"))


def test_the_version_is_told(platformctl: Platformctl) -> None:
    assert platformctl("--version").out.startswith("platformctl ")


def test_no_colour_is_written_where_nobody_looks(platformctl: Platformctl) -> None:
    assert "\x1b" not in platformctl("catalog").out + platformctl("crate").err


def test_colour_can_be_asked_for_and_be_refused(platformctl: Platformctl, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in platformctl("catalog", "db").out

    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in platformctl("catalog", "db").out + platformctl("crate").err


def test_the_default_of_sandbox_is_the_environment_that_is_one(inside: Project, platformctl: Platformctl) -> None:
    assert platformctl("--sandbox", "list", "--output", "json").document["environment"] == "dev"


def test_sandbox_makes_a_project_where_there_is_none(elsewhere: Path, platformctl: Platformctl) -> None:
    result = platformctl("--sandbox", "list", "--output", "json")

    assert result.document["environment"] == "dev"
    assert (elsewhere / "platformctl-sandbox/platform.yaml").is_file()
    assert platformctl("list", "--sandbox").code == 0


def test_a_project_without_a_sandbox_says_so(inside: Project, platformctl: Platformctl) -> None:
    path = inside.root / "platform.yaml"
    real = "cloud: {aws: {region: eu-central-1, account: '222222222222'}}"
    path.write_text(path.read_text().replace("cloud: {sandbox: {region: eu-central-1}}", real))

    result = platformctl("--sandbox", "list")

    assert (result.code, "The project has no sandbox environment" in result.err) == (64, True)
