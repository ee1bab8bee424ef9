"""Which terraform is taken, and which is refused."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from platformctl.errors import PlatformError, Usage
from platformctl.progress import Event, silent
from platformctl.toolchain.terraform import Tool, find_terraform, is_accepted
from platformctl.toolchain.version_cache import parse_identity

TERRAFORM = '{"terraform_version": "1.11.4", "platform": "linux_amd64", "terraform_outdated": false}'
OLD = '{"terraform_version": "1.5.7", "terraform_outdated": true}'
TOFU = '{"terraform_version": "1.10.2", "platform": "linux_amd64", "provider_selections": {}}'


@pytest.fixture
def environ(tmp_path: Path) -> Mapping[str, str]:
    return {"HOME": str(tmp_path / "home"), "PATH": f"{tmp_path}/bin:{os.defpath}"}


@pytest.fixture
def lonely(tmp_path: Path) -> Mapping[str, str]:
    return {"HOME": str(tmp_path / "home"), "PATH": f"{tmp_path}/bin"}


def test_terraform_on_path_is_found(tool: Callable[..., Path], environ: Mapping[str, str]) -> None:
    path = tool("terraform", TERRAFORM)

    assert find_terraform(environ, None, silent) == Tool("1.11.4", "terraform", path)


def test_tofu_is_taken_where_terraform_is_too_old(tool: Callable[..., Path], environ: Mapping[str, str]) -> None:
    tool("terraform", OLD)
    path = tool("tofu", TOFU)

    assert find_terraform(environ, None, silent) == Tool("1.10.2", "opentofu", path)


def test_the_named_tool_wins(tool: Callable[..., Path], environ: Mapping[str, str]) -> None:
    tool("terraform", TERRAFORM)
    named = tool("my-tofu", TOFU, folder="elsewhere")

    found = find_terraform({**environ, "PLATFORMCTL_TERRAFORM": str(named)}, None, silent)

    assert found.path == named


def test_a_named_tool_that_does_not_exist_is_never_replaced(
    tool: Callable[..., Path], environ: Mapping[str, str]
) -> None:
    tool("terraform", TERRAFORM)

    with pytest.raises(Usage) as caught:
        find_terraform({**environ, "PLATFORMCTL_TERRAFORM": "/nowhere/terraform"}, None, silent)

    assert "/nowhere/terraform" in caught.value.detail


def test_without_any_the_error_says_what_to_type(lonely: Mapping[str, str]) -> None:
    with pytest.raises(PlatformError) as caught:
        find_terraform(lonely, None, silent)

    assert caught.value.summary == "Terraform is missing"
    assert caught.value.hint == "export PLATFORMCTL_TERRAFORM=/path/to/terraform"


def test_versions_outside_the_bounds_are_named(tool: Callable[..., Path], environ: Mapping[str, str]) -> None:
    tool("terraform", OLD)
    tool("tofu", OLD)

    with pytest.raises(PlatformError) as caught:
        find_terraform({**environ, "PLATFORMCTL_TERRAFORM": "terraform"}, None, silent)

    assert "terraform 1.5.7" in caught.value.detail
    assert "at least 1.10 and below 2" in caught.value.detail


@pytest.mark.parametrize(
    ("version", "accepted"),
    [("1.9.8", False), ("1.10.0", True), ("1.12.0-beta1", True), ("1.99.0", True), ("2.0.0", False), ("0.15.5", False)],
)
def test_the_bounds_compare_numbers(version: str, accepted: bool) -> None:
    assert is_accepted(version) is accepted


@pytest.mark.parametrize("said", [b"", b"[]", b"{}", b'{"terraform_version": 1}', b'{"terraform_version": "one"}'])
def test_an_answer_without_a_version_is_none(said: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_identity(said)


def test_a_program_that_answers_nonsense_is_named(tool: Callable[..., Path], environ: Mapping[str, str]) -> None:
    path = tool("terraform", "Terraform v1.11.4")

    with pytest.raises(PlatformError) as caught:
        find_terraform(environ, None, silent)

    assert caught.value.hint == f"{path} version -json"


def test_a_version_switchers_answer_is_not_remembered(
    tool: Callable[..., Path], environ: Mapping[str, str], tmp_path: Path
) -> None:
    tool("terraform", TERRAFORM)

    find_terraform(environ, None, silent)
    find_terraform(environ, None, silent)

    assert (tmp_path / "asked").read_text("utf-8").splitlines() == ["asked", "asked"]


@pytest.mark.terraform
def test_a_programs_version_is_asked_once(tmp_path: Path) -> None:
    events: list[Event] = []
    environ = {"HOME": str(tmp_path), "PATH": os.environ["PATH"]}

    first = find_terraform(environ, None, events.append)
    second = find_terraform(environ, None, events.append)

    assert first == second
    assert [event.phase for event in events] == ["note"]
