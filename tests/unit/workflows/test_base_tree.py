"""The protected branch's files in a private folder: plain ones only, taken from git's objects."""

import stat
from pathlib import Path

import pytest
from tests.repository import ENVIRON, commit_all, git, make_repository
from tests.unit.projects import make_project, make_stack

from platformctl.errors import Usage
from platformctl.git.between import LINK, SUBMODULE, between
from platformctl.git.objects import open_objects
from platformctl.project.project import Project
from platformctl.workflows import base_tree
from platformctl.workflows.base_tree import base_project, unequal


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project in a repository."""
    made = make_project(tmp_path / "project")
    make_stack(made, text="hello")
    make_repository(made.root)
    return made


def laid(project: Project, folder: Path) -> Project:
    """Lay HEAD's files into a folder."""
    commit = git(project.root, "rev-parse", "HEAD")
    with open_objects(project.root, ENVIRON) as objects:
        return base_project(commit, objects, folder)


def test_everything_but_the_stacks_is_there_and_nobody_else_can_read_it(project: Project, tmp_path: Path) -> None:
    base = laid(project, tmp_path / "base")

    assert base.platform == project.platform
    assert base.lock == project.lock
    assert {path.name for path in base.root.iterdir()} == {
        "platform.yaml",
        "platform.lock",
        "vendor",
        "catalog",
        "packs",
    }
    assert {stat.S_IMODE(path.stat().st_mode) for path in base.root.rglob("*")} == {0o600, 0o700}
    assert unequal(base, project.root) == ()


def test_what_lies_uncommitted_in_the_working_tree_is_not_taken(project: Project, tmp_path: Path) -> None:
    (project.root / "platform.yaml").write_text("version: 1\n", "utf-8")
    (project.root / "vendor/modules/note/1.0.0/main.tf").unlink()

    base = laid(project, tmp_path / "base")

    assert base.platform == project.platform
    assert unequal(base, project.root) == ("platform.yaml", "vendor/modules/note/1.0.0/main.tf")


def test_a_project_in_a_folder_of_a_larger_repository_is_found(tmp_path: Path) -> None:
    made = make_project(tmp_path / "whole" / "platform")
    (tmp_path / "whole" / "platform.lock").write_text("not ours", "utf-8")
    make_repository(tmp_path / "whole")

    assert laid(made, tmp_path / "base").lock == made.lock


@pytest.mark.parametrize("name", ["vendor/modules/note/1.0.0/x.tf", "packs/notes/x", "catalog/x"])
def test_a_link_is_refused_and_not_followed(name: str, project: Project, tmp_path: Path) -> None:
    (project.root / name).symlink_to("/etc/passwd")
    commit_all(project.root, "a link")

    with pytest.raises(Usage) as caught:
        laid(project, tmp_path / "base")

    assert f":'{name}' is no plain file" in caught.value.detail
    assert str(tmp_path / "base") not in caught.value.detail


@pytest.mark.parametrize("name", ["a\nb", "a\x1bb", "a\u202eb"])
def test_a_name_that_can_not_be_seen_is_refused(name: str, project: Project, tmp_path: Path) -> None:
    (project.root / "vendor" / name).write_text("", "utf-8")
    commit_all(project.root, "odd")

    with pytest.raises(Usage, match="holds what is not read") as caught:
        laid(project, tmp_path / "base")

    assert name not in caught.value.detail


def test_more_than_fits_is_refused(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base_tree, "MOST_FILES", 5)

    with pytest.raises(Usage, match="holds what is not read"):
        laid(project, tmp_path / "base")


def test_two_commits_are_compared_with_links_and_other_repositories_told(project: Project, tmp_path: Path) -> None:
    before = git(project.root, "rev-parse", "HEAD")
    other = tmp_path / "other"
    other.mkdir()
    (other / "x").write_text("", "utf-8")
    make_repository(other)
    git(project.root, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(other), "sub")
    (project.root / "link").symlink_to("x")
    (project.root / "platform.lock").unlink()
    after = commit_all(project.root, "odd things")

    found = {each.path: each for each in between(project.root, before, after, ENVIRON)}

    assert found["link"].after == LINK
    assert found["sub"].after == SUBMODULE
    assert found["sub"].is_new
    assert not found["platform.lock"].is_new
    assert [each.path for each in between(project.root, before, after, ENVIRON, ["platform.lock"])] == ["platform.lock"]
