"""Attacks by the author of a pull request, who may write any file of the repository."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.attacks.conftest import Refused

from platformctl.catalog.digest import folder_digest
from platformctl.git.repository import position
from platformctl.project.lock_file import Pinned
from platformctl.project.project import Project
from platformctl.workflows.locking import written

STACK = "stacks/desk/note/one"
NOTE = "vendor/modules/note/1.0.0"
EXTRA = (
    "more.tf",
    "override.tf",
    "x_override.tf.json",
    "more.tf.json",
    "x.auto.tfvars",
    "x.auto.tfvars.json",
    "x.tofu",
)


@pytest.mark.parametrize("command", ["plan", "apply", "destroy"])
def test_a_rendered_file_is_not_edited_by_hand(command: str, victim: Project, refused: Refused) -> None:
    path = victim.root / STACK / "main.tf"
    path.write_text(path.read_text("utf-8").replace("var.text", '"mine"'), "utf-8")

    said = refused(command, "desk/note/one", *(["--yes"] if command != "plan" else []))

    assert "A rendered file was edited" in said


@pytest.mark.parametrize("name", EXTRA)
def test_no_file_stands_beside_the_rendered_ones(name: str, victim: Project, refused: Refused) -> None:
    (victim.root / STACK / name).write_text("", "utf-8")

    assert "A stack's folder holds an extra file" in refused("plan", "desk/note/one")


def test_a_rendered_file_is_no_link(victim: Project, refused: Refused, tmp_path: Path) -> None:
    path = victim.root / STACK / "main.tf"
    path.rename(tmp_path / "main.tf")
    path.symlink_to(tmp_path / "main.tf")

    assert "is not a plain file" in refused("plan", "desk/note/one")


def edited(project: Project) -> None:
    """Edit a vendored module."""
    (project.root / NOTE / "main.tf").write_text("# mine\n", "utf-8")


def forged(project: Project) -> None:
    """Edit a vendored module, and let platform.lock say that it is right."""
    edited(project)
    written(project, project.lock.with_module("note@1.0.0", Pinned(folder_digest(project.root / NOTE), "./catalog")))


def elsewhere(project: Project) -> None:
    """Edit a vendored module, and let platform.lock say that it comes from where nobody looks."""
    edited(project)
    written(project, project.lock.with_module("note@1.0.0", Pinned(folder_digest(project.root / NOTE), "./other")))


def built_in(project: Project) -> None:
    """Edit a vendored module, and let platform.lock say that platformctl ships it."""
    edited(project)
    written(project, project.lock.with_module("note@1.0.0", Pinned(folder_digest(project.root / NOTE), "builtin")))


@pytest.mark.parametrize(
    ("attack", "why"),
    [
        (edited, "A vendored folder was changed"),
        (forged, "A vendored folder was changed"),
        (elsewhere, "A vendored folder has no source to be held against"),
        (built_in, "A vendored folder has no source to be held against"),
    ],
)
def test_a_vendored_module_is_its_sources(
    attack: Callable[[Project], None], why: str, victim: Project, refused: Refused
) -> None:
    attack(victim)

    assert why in refused("plan", "desk/note/one")


def rewritten(project: Project, start: str, new: str) -> None:
    """Replace the lines of platform.lock that begin in one way."""
    lock = project.root / "platform.lock"
    lines = [new if line.startswith(start) else line for line in lock.read_text("utf-8").splitlines()]
    lock.write_text("".join(f"{line}\n" for line in lines if line), "utf-8")


@pytest.mark.parametrize(
    ("start", "new", "why"),
    [
        ("pack builtin@", "", "platform.lock has other packs than platform.yaml"),
        ("tool checkov", "tool checkov 1.0.0", "locked to another checkov"),
        ("tool checkov", "", "locked to another checkov"),
        ("render-format", "render-format 99", "locked to another render format"),
        ("render-format", "render-format 1\nrun evil", "is not one of module, pack"),
    ],
)
def test_the_lock_can_not_lower_what_judges(start: str, new: str, why: str, victim: Project, refused: Refused) -> None:
    rewritten(victim, start, new)

    assert why in refused("plan", "desk/note/one")


PROVIDER = "provider registry.terraform.io/hashicorp/aws@5.100.0"


@pytest.mark.parametrize(
    "command", [("destroy", "desk/note/one", "--confirm", "one"), ("create", "note", "two", "--yes")]
)
@pytest.mark.parametrize(
    ("new", "why"),
    [
        (f"{PROVIDER} h1:ZXZpbA==", "platform.lock has a provider that is not known"),
        (f"{PROVIDER.replace('5.100.0', '5.99.0')} h1:ZXZpbA==", "Unsupported provider version"),
    ],
)
def test_the_lock_can_not_bring_a_provider(
    command: tuple[str, ...], new: str, why: str, victim: Project, refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platformctl.cli.wiring.start_worker", lambda *_: SimpleNamespace(close=lambda: None))
    rewritten(victim, PROVIDER, new)

    assert why in refused(*command)


def repository(root: Path) -> None:
    """Make files that look like a repository of git's, with a program for it to start."""
    program = root / "evil.sh"
    program.write_text(f"#!/bin/sh\ntouch {root}/was-run\n", "utf-8")
    program.chmod(0o755)
    subprocess.run(["git", "init", "-q", "--bare", str(root)], check=True)
    settings = (
        f"[core]\nbare = false\nworktree = .\nfsmonitor = {program}\nhooksPath = {root}\n"
        f'[filter "evil"]\nclean = {program}\nprocess = {program}\n'
    )
    (root / "config").write_text(settings, "utf-8")
    (root / ".gitattributes").write_text("* filter=evil\n", "utf-8")


def test_files_that_look_like_a_repository_start_nothing(tmp_path: Path) -> None:
    repository(tmp_path)

    found = position(tmp_path, ("evil.sh",), {"PATH": os.environ["PATH"], "HOME": str(tmp_path)})

    assert found.commit == ""
    assert not (tmp_path / "was-run").exists()


@pytest.mark.parametrize("words", [("plan",), ("plan", "desk/note/one")])
def test_a_fork_is_not_planned_by_name_either(
    words: tuple[str, ...], refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"CI": "true", "GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": "pull_request_target"}.items():
        monkeypatch.setenv(name, value)

    assert "A fork is not planned" in refused(*words)


@pytest.mark.parametrize("name", ["terraform", "tofu"])
def test_a_tool_in_the_repository_is_not_run(
    name: str, victim: Project, refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = planted(victim.root, name)
    monkeypatch.setenv("PATH", str(program.parent))
    monkeypatch.delenv("PLATFORMCTL_TERRAFORM", raising=False)

    assert "The tool lies inside the project" in refused("plan", "desk/note/one")
    assert not (victim.root / "was-run").exists()


def test_a_git_in_the_repository_is_not_run(victim: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    program = planted(victim.root, "git")
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")

    position(victim.root, ("platform.yaml",), os.environ)

    assert not (victim.root / "was-run").exists()


def planted(root: Path, name: str) -> Path:
    """Put a program into the project."""
    program = root / "bin" / name
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\ntouch {root}/was-run\n", "utf-8")
    program.chmod(0o755)
    return program
