"""Argument lists: defaults, and everything set."""

from pathlib import Path

import pytest

from platformctl.terraform import arguments
from platformctl.terraform.arguments import (
    apply_args,
    import_args,
    init_args,
    plan_args,
    show_args,
    taint_args,
    untaint_args,
    version_args,
)


def test_init_never_changes_a_lock_file() -> None:
    assert init_args() == ["init", "-json", "-lockfile=readonly", "-input=false", "-no-color"]


def test_init_without_a_lock_file_may_make_one() -> None:
    assert init_args(locked=False) == ["init", "-json", "-input=false", "-no-color"]


def test_a_plan_is_saved_and_tells_changes_by_its_exit_code() -> None:
    expected = ["plan", "-json", "-detailed-exitcode", "-out=/w/p", "-input=false", "-no-color"]

    assert plan_args(Path("/w/p")) == expected


def test_a_plan_to_destroy_says_so() -> None:
    assert "-destroy" in plan_args(Path("/w/p"), "destroy")


def test_a_hostile_path_stays_one_argument() -> None:
    path = Path("/w/a b;$(x)\n-out=y")

    assert f"-out={path}" in plan_args(path)
    assert str(path) in show_args(path)


def test_show_gives_json() -> None:
    assert show_args(Path("/w/p")) == ["show", "-json", "-no-color", "/w/p"]


def test_an_apply_takes_a_saved_plan_and_tells_events() -> None:
    assert apply_args(Path("/w/p")) == ["apply", "-json", "-input=false", "-no-color", "/w/p"]


def test_addresses_and_ids_are_never_options() -> None:
    assert import_args("-x", "-y")[-3:] == ["--", "-x", "-y"]
    assert taint_args("-x")[-2:] == ["--", "-x"]
    assert untaint_args("-x")[-2:] == ["--", "-x"]


def test_the_version_is_asked_as_json() -> None:
    assert version_args() == ["version", "-json"]


def test_a_misspelled_method_is_no_terraform_command() -> None:
    with pytest.raises(AttributeError):
        arguments._LINE.aply()


def test_building_arguments_reads_no_state_of_the_callers_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "terraform.tfstate").write_text("not json", encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    line = arguments._CommandLine()

    assert line.cmd("version") == ["version"]
