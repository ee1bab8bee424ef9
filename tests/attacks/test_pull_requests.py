"""Attacks by the author of a pull request, who may write any file of the repository."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.attacks.conftest import Refused

from platformctl.catalog.digest import folder_digest
from platformctl.git.repository import position
from platformctl.project.lock_file import Pinned
from platformctl.project.project import Project
from platformctl.workflows.locking import written

STACK = "stacks/desk/note/one"
NOTE = "vendor/modules/note/1.0.0"
EXTRA = ("more.tf", "override.tf", "x_override.tf.json", "more.tf.json", "x.auto.tfvars", "x.auto.tfvars.json", "x.tofu")


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


PACK, PROVIDER, TOOL = "pack builtin@", "provider registry.terraform.io/hashicorp/aws@5.100.0", "tool checkov"


@pytest.mark.parametrize(
    ("start", "new", "why"),
    [
        (PACK, "", "platform.lock has other packs than platform.yaml"),
        (TOOL, "tool checkov 1.0.0", "locked to another checkov"),
        (TOOL, "", "locked to another checkov"),
        (PROVIDER, f"{PROVIDER} h1:ZXZpbA==", "platform.lock has a provider that is not known"),
        (PROVIDER, f"{PROVIDER.replace('5.100.0', '5.99.0')} h1:ZXZpbA==", "Unsupported provider version"),
        ("render-format", "render-format 99", "locked to another render format"),
        ("render-format", "render-format 1\nrun evil", "is not one of module, pack"),
    ],
)
def test_the_lock_can_not_lower_what_counts(start: str, new: str, why: str, victim: Project, refused: Refused) -> None:
    lock = victim.root / "platform.lock"
    lines = [new if line.startswith(start) else line for line in lock.read_text("utf-8").splitlines()]
    lock.write_text("".join(f"{line}\n" for line in lines if line), "utf-8")

    assert why in refused("destroy", "desk/note/one", "--confirm", "one") if start == PROVIDER else refused("plan", "x")
