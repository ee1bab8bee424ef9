"""A project is found upwards, and its two files are read or refused in words."""

from pathlib import Path

import pytest

from platformctl.errors import Usage
from platformctl.project.project import Project, find_root, load_project, open_project


def test_the_project_is_the_nearest_folder_upwards(project: Project) -> None:
    deep = project.root / "stacks/dev/db"
    deep.mkdir(parents=True)

    assert find_root(deep) == project.root
    assert open_project(deep).platform == project.platform


def test_a_project_inside_a_project_is_its_own(project: Project) -> None:
    inner = project.root / "inner"
    inner.mkdir()
    (inner / "platform.yaml").write_bytes((project.root / "platform.yaml").read_bytes())

    assert open_project(inner).root == inner


def test_without_a_project_the_hint_says_how_to_begin(tmp_path: Path) -> None:
    with pytest.raises(Usage, match="No platformctl project here") as refused:
        open_project(tmp_path)

    assert refused.value.hint.startswith("platformctl init")


def test_no_name_means_the_default_environment(project: Project) -> None:
    assert project.environment_name(None) == "desk"
    assert project.environment("dev").is_sandbox


def test_an_unknown_environment_names_the_nearest(project: Project) -> None:
    with pytest.raises(Usage, match="Unknown environment") as refused:
        project.environment("prd")

    assert "Did you mean 'prod'? Known environments: desk, dev, prod." in refused.value.detail


@pytest.mark.parametrize("raw", [b"\xff\xfe", b"nonsense\n"])
def test_a_broken_lock_is_named(project: Project, raw: bytes) -> None:
    (project.root / "platform.lock").write_bytes(raw)

    with pytest.raises(Usage) as refused:
        load_project(project.root).lock  # noqa: B018 - reading it is the act

    assert str(project.root / "platform.lock") in refused.value.detail


def test_a_missing_lock_is_named(project: Project) -> None:
    (project.root / "platform.lock").unlink()

    with pytest.raises(Usage, match=r"platform\.lock is missing"):
        load_project(project.root).lock  # noqa: B018


def test_a_lock_that_is_a_link_is_not_followed(project: Project, tmp_path: Path) -> None:
    (project.root / "platform.lock").rename(tmp_path / "elsewhere")
    (project.root / "platform.lock").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(Usage, match=r"platform\.lock is missing"):
        load_project(project.root).lock  # noqa: B018
