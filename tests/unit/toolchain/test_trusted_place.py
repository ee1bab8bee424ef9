"""A program that somebody else may have put there is not run."""

from collections.abc import Callable
from pathlib import Path

import pytest

from platformctl.errors import Usage
from platformctl.toolchain.trusted_place import require_trusted


def test_links_are_followed(tool: Callable[..., Path], tmp_path: Path) -> None:
    path = tool("terraform", "")
    link = tmp_path / "link"
    link.symlink_to(path)

    assert require_trusted(link, None) == path.resolve()


def test_a_tool_inside_the_project_is_refused(tool: Callable[..., Path], tmp_path: Path) -> None:
    path = tool("terraform", "", folder="project")

    with pytest.raises(Usage, match="inside the project"):
        require_trusted(path, tmp_path / "project")


def test_a_link_from_outside_into_the_project_is_refused(tool: Callable[..., Path], tmp_path: Path) -> None:
    path = tool("terraform", "", folder="project")
    link = tmp_path / "link"
    link.symlink_to(path)

    with pytest.raises(Usage, match="inside the project"):
        require_trusted(link, tmp_path / "project")


def test_a_link_in_the_project_to_a_tool_outside_is_refused(tool: Callable[..., Path], tmp_path: Path) -> None:
    path = tool("terraform", "")
    project = tmp_path / "project"
    project.mkdir()
    (project / "terraform").symlink_to(path)

    with pytest.raises(Usage, match="inside the project"):
        require_trusted(project / "terraform", project)


def test_a_folder_that_anybody_can_write_to_is_refused_at_any_height(tool: Callable[..., Path], tmp_path: Path) -> None:
    path = tool("terraform", "")
    tmp_path.chmod(0o777)

    with pytest.raises(Usage) as caught:
        require_trusted(path, None)

    assert caught.value.hint == f"chmod o-w {tmp_path}"


def test_a_sticky_folder_is_trusted(tool: Callable[..., Path], tmp_path: Path) -> None:
    path = tool("terraform", "")
    tmp_path.chmod(0o1777)

    assert require_trusted(path, None) == path


def test_a_program_that_anybody_can_write_to_is_refused(tool: Callable[..., Path]) -> None:
    path = tool("terraform", "")
    path.chmod(0o777)

    with pytest.raises(Usage, match="anybody can write to"):
        require_trusted(path, None)
