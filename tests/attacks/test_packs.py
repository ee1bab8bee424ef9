"""Attacks by the author of a pack: a pack judges by what it says, and runs nothing."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.attacks.conftest import PACKS, Refused
from tests.unit.cli.conftest import Platformctl

from platformctl.catalog.digest import folder_digest
from platformctl.project.project import Project

HEAD = "name: mine\nversion: 1.0.0\ndescription: Mine\nchecks:\n"
ENTRY = "  {id}: {{title: Notes are fine, decides: both, severity: low, guideline: See docs}}\n"
CHECK = """\
metadata: {{id: {id}, name: Notes are fine, category: CONVENTION}}
definition: {{cond_type: attribute, resource_types: [terraform_data], attribute: input, operator: {operator}, value: x}}
"""


@pytest.fixture
def pack(victim: Project) -> Path:
    """A pack that platform.yaml names beside the built-in one."""
    folder = victim.root / "mine"
    (folder / "checks").mkdir(parents=True)
    write(folder, "PCTL_MINE_1", "equals")
    platform = victim.root / "platform.yaml"
    platform.write_text(platform.read_text("utf-8").replace(PACKS, f"{PACKS[:-1]}, {{path: mine}}]"), "utf-8")
    return folder


@pytest.fixture
def prepared(victim: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Let a judge and Terraform be prepared: packs are read while they are."""
    monkeypatch.setattr("platformctl.cli.wiring.start_worker", lambda *_: SimpleNamespace(close=lambda: None))
    monkeypatch.setattr("platformctl.terraform.terraform.Terraform.init", lambda *_: None)
    return victim


def write(folder: Path, check: str, operator: str) -> None:
    """Write a pack of one check."""
    (folder / "pack.yaml").write_text(HEAD + ENTRY.format(id=check), "utf-8")
    (folder / "checks/one.yaml").write_text(CHECK.format(id=check, operator=operator), "utf-8")


@pytest.mark.parametrize("name", ["evil.py", "__init__.py", "more.yml", "more.json"])
def test_a_pack_brings_no_code(name: str, pack: Path, victim: Project, refused: Refused) -> None:
    (pack / "checks" / name).write_text("import os\n", "utf-8")

    assert "is no check: only .yaml files lie in checks/" in refused("render")
    assert not (victim.root / "vendor/packs/mine").exists()


@pytest.mark.parametrize("operator", ["not_equals", "not_exists", "not_within", "not_contains"])
def test_a_check_can_not_pass_what_it_does_not_understand(operator: str, pack: Path, refused: Refused) -> None:
    write(pack, "PCTL_MINE_1", operator)

    assert "A file is not valid" in refused("render")


def test_a_pack_does_not_take_checkovs_names(pack: Path, refused: Refused) -> None:
    write(pack, "CKV_AWS_16", "equals")

    assert "metadata.id" in refused("render")


@pytest.mark.usefixtures("prepared")
def test_a_pack_does_not_answer_for_another(pack: Path, refused: Refused, platformctl: Platformctl) -> None:
    write(pack, "PCTL_DB_NOT_PUBLIC", "equals")
    platformctl("render")

    assert "lists PCTL_DB_NOT_PUBLIC, which the pack" in refused("plan", "desk/note/one")


def test_a_linked_check_is_not_read(pack: Path, refused: Refused, tmp_path: Path) -> None:
    (pack / "checks/one.yaml").rename(tmp_path / "one.yaml")
    (pack / "checks/one.yaml").symlink_to(tmp_path / "one.yaml")

    refused("render")


def edited(folder: Path, _lock: Path) -> None:
    """Add a file to a vendored pack."""
    (folder / "more.yaml").write_text("", "utf-8")


def forged(folder: Path, lock: Path) -> None:
    """Add a file to a vendored pack, and let platform.lock say that it is right."""
    before = folder_digest(folder)
    edited(folder, lock)
    lock.write_text(lock.read_text("utf-8").replace(before, folder_digest(folder)), "utf-8")


@pytest.mark.parametrize("pack_name", ["builtin", "notes"])
@pytest.mark.parametrize("attack", [edited, forged])
def test_a_vendored_pack_is_its_source(
    attack: Callable[[Path, Path], None], pack_name: str, prepared: Project, refused: Refused
) -> None:
    attack(prepared.root / "vendor/packs" / pack_name / "1.0.0", prepared.root / "platform.lock")

    assert "A vendored folder was changed" in refused("plan", "desk/note/one")
