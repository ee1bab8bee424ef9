"""What git says of the working tree, and that asking it starts nothing that the repository names."""

import os
import subprocess
from pathlib import Path

import pytest

from platformctl.git.repository import position

ENVIRON = {"PATH": os.environ["PATH"]}
PATHS = ("stacks/dev/db/orders", "platform.lock")


def git(root: Path, *words: str) -> str:
    identity = {f"GIT_{who}_{what}": "t@x.example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environment = {**ENVIRON, **identity, "HOME": str(root), "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run(["git", "-C", str(root), *words], env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with one commit of a stack."""
    root = tmp_path / "repository"
    (root / PATHS[0]).mkdir(parents=True)
    (root / PATHS[0] / "main.tf").write_text("# main\n")
    (root / "platform.lock").write_text("render-format 1\n")
    git(tmp_path, "init", "-q", str(root))
    git(root, "add", ".")
    git(root, "commit", "-qm", "one")
    return root


def test_a_clean_tree_is_at_its_commit(repository: Path) -> None:
    found = position(repository, PATHS, ENVIRON)

    assert (found.commit, found.uncommitted) == (git(repository, "rev-parse", "HEAD"), False)


def test_an_edited_file_is_uncommitted(repository: Path) -> None:
    (repository / PATHS[0] / "main.tf").write_text("# other\n")

    assert position(repository, PATHS, ENVIRON).uncommitted


def test_a_new_file_is_uncommitted(repository: Path) -> None:
    (repository / PATHS[0] / "request.yaml").write_text("")

    assert position(repository, PATHS, ENVIRON).uncommitted


def test_a_staged_file_is_uncommitted(repository: Path) -> None:
    (repository / "platform.lock").write_text("")
    git(repository, "add", ".")

    assert position(repository, PATHS, ENVIRON).uncommitted


def test_files_that_were_not_asked_about_do_not_count(repository: Path) -> None:
    (repository / "README.md").write_text("")

    assert not position(repository, PATHS, ENVIRON).uncommitted


def test_a_project_may_be_a_folder_of_a_larger_repository(repository: Path) -> None:
    inner = repository / "stacks"

    assert position(inner, ["dev"], ENVIRON).commit == git(repository, "rev-parse", "HEAD")
    (inner / "dev/new").touch()
    assert position(inner, ["dev"], ENVIRON).uncommitted


def test_outside_git_everything_is_uncommitted(tmp_path: Path) -> None:
    found = position(tmp_path, PATHS, {**ENVIRON, "GIT_CEILING_DIRECTORIES": str(tmp_path)})

    assert (found.commit, found.uncommitted) == ("", True)


def test_a_repository_without_commits_has_no_position(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", ".")

    assert position(tmp_path, PATHS, ENVIRON).commit == ""


def test_without_git_nothing_is_known(repository: Path) -> None:
    assert position(repository, PATHS, {"PATH": "/nonexistent"}).uncommitted


def test_a_broken_repository_is_not_called_clean(repository: Path) -> None:
    (repository / ".git/index").write_bytes(b"garbage")

    assert position(repository, PATHS, ENVIRON).uncommitted


def test_the_callers_git_variables_do_not_count(repository: Path, tmp_path: Path) -> None:
    found = position(repository, PATHS, {**ENVIRON, "GIT_DIR": str(tmp_path / "nowhere"), "GIT_WORK_TREE": "/"})

    assert found.commit == git(repository, "rev-parse", "HEAD")


@pytest.mark.parametrize(
    "setting",
    [
        "core.fsmonitor",
        "filter.evil.clean",
        "filter.evil.process",
        "filter.a=b.clean",
        "core.hooksPath",
    ],
)
def test_nothing_that_the_repository_names_is_started(repository: Path, tmp_path: Path, setting: str) -> None:
    evil = tmp_path / "evil.sh"
    evil.write_text(f"#!/bin/sh\ntouch {tmp_path}/started\ncat\n")
    evil.chmod(0o755)
    git(repository, "config", setting, str(evil))
    (repository / ".git/info/attributes").write_text("*.tf filter=evil\n*.lock filter=a=b\n")
    (repository / PATHS[0] / "main.tf").write_text("# iiii\n")
    (repository / "platform.lock").write_text("render-format 2\n")

    found = position(repository, PATHS, ENVIRON)

    assert found.uncommitted
    assert not (tmp_path / "started").exists()
