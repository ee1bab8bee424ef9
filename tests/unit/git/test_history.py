"""What the branch that is checked out contains."""

from pathlib import Path

import pytest
from tests.repository import ENVIRON, commit_all, git, make_repository

from platformctl.errors import PlatformError
from platformctl.git.history import MOST, History, open_history


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = tmp_path / "repository"
    (root / "stacks").mkdir(parents=True)
    (root / "stacks/main.tf").write_text("0")
    make_repository(root)
    return root


def write(repository: Path, text: str, name: str = "stacks/main.tf") -> str:
    (repository / name).write_text(text)
    return commit_all(repository, text)


def test_a_branch_contains_its_own_commits_and_no_others(repository: Path) -> None:
    first = git(repository, "rev-parse", "HEAD")
    git(repository, "checkout", "-qb", "other")
    other = write(repository, "1")
    git(repository, "checkout", "-q", "main")
    history = History(repository, ENVIRON)

    assert [history.contains(commit) for commit in (first, other)] == [True, False]
    assert [history.knows(commit) for commit in (other, "0" * 40)] == [True, False]


@pytest.mark.parametrize("commit", ["", "HEAD", "--all", "main", "abc"])
def test_only_whole_commit_ids_are_asked_about(repository: Path, commit: str) -> None:
    history = History(repository, ENVIRON)

    assert (history.contains(commit), history.knows(commit)) == (False, False)


def test_commits_that_touched_a_path_come_newest_first(repository: Path) -> None:
    first = git(repository, "rev-parse", "HEAD")
    write(repository, "x", "README.md")
    third = write(repository, "1")

    assert History(repository, ENVIRON).touching(["stacks"]) == (third, first)


def test_a_side_that_a_merge_did_not_take_is_history_all_the_same(repository: Path) -> None:
    git(repository, "checkout", "-qb", "other")
    other = write(repository, "1")
    git(repository, "checkout", "-q", "main")
    write(repository, "x", "README.md")
    git(repository, "merge", "-q", "-s", "ours", "other", "-m", "not this")

    assert other in History(repository, ENVIRON).touching(["stacks"])


def test_a_long_history_is_looked_at_up_to_a_bound(repository: Path) -> None:
    commits = "".join(
        f"commit refs/heads/main\ncommitter t <t@x> {number} +0000\ndata 1\nx\nM 644 inline stacks/main.tf\n"
        f"data {len(str(number))}\n{number}\n"
        for number in range(1, MOST + 3)
    )
    git(repository, "fast-import", "--quiet", "--force", text=commits)

    assert len(History(repository, ENVIRON).touching(["stacks"])) == MOST + 1


def test_a_repository_without_commits_has_no_history(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")

    assert History(tmp_path, ENVIRON).touching(["stacks"]) == ()


def test_a_shallow_clone_knows_that_it_is_cut_off(repository: Path, tmp_path: Path) -> None:
    write(repository, "1")
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{repository}", "shallow")

    assert History(tmp_path / "shallow", ENVIRON).is_cut_off
    assert not History(repository, ENVIRON).is_cut_off


def test_a_folder_below_the_repositorys_has_its_history(repository: Path) -> None:
    history = open_history(repository / "stacks", ENVIRON)

    assert history
    assert len(history.touching(["main.tf"])) == 1


def test_outside_git_there_is_none(tmp_path: Path) -> None:
    assert open_history(tmp_path, ENVIRON) is None


def test_a_repository_that_git_does_not_read_is_not_taken_for_none(repository: Path) -> None:
    (repository / ".git/HEAD").write_text("garbage")

    with pytest.raises(PlatformError, match="The repository can't be read") as told:
        open_history(repository / "stacks", ENVIRON)

    assert str(repository) in told.value.detail


def test_a_repository_without_git_is_not_taken_for_none(repository: Path) -> None:
    with pytest.raises(PlatformError, match="The repository can't be read") as told:
        open_history(repository, {"PATH": "/nonexistent"})

    assert "there is no git" in told.value.detail
