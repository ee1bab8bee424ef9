"""Attacks by the author of a module: none of it gets into a project, and nothing of it runs."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.attacks.conftest import Refused
from tests.attacks.modules import CODE, FILES

from platformctl.catalog.digest import folder_digest
from platformctl.project.lock_file import Pinned
from platformctl.project.project import Project
from platformctl.workflows.locking import written


@pytest.fixture
def module(victim: Project) -> Path:
    """The folder of a second kind, whose author is not our friend."""
    contract = (victim.root / "catalog/note/module.yaml").read_text("utf-8")
    folder = victim.root / "catalog/memo"
    folder.mkdir()
    (folder / "module.yaml").write_text(contract.replace("name: note", "name: memo"), "utf-8")
    for name in ("main.tf", "variables.tf", "outputs.tf"):
        (folder / name).write_bytes((victim.root / "catalog/note" / name).read_bytes())
    return folder


def untouched(project: Project) -> bool:
    """Say whether nothing of the module got in."""
    return not (project.root / "vendor/modules/memo").exists() and not (project.root / "stacks/desk/memo").exists()


@pytest.mark.parametrize("attack", CODE)
def test_code_does_not_get_in(attack: str, module: Path, victim: Project, refused: Refused) -> None:
    code, why = CODE[attack]
    (module / "attack.tf").write_text(code, "utf-8")

    said = refused("create", "memo", "two", "--yes")

    assert "Terraform code is not accepted" in said
    assert why in said
    assert untouched(victim)


@pytest.mark.parametrize("attack", FILES)
def test_files_that_change_what_is_read_do_not_get_in(
    attack: str, module: Path, victim: Project, refused: Refused
) -> None:
    name, why = FILES[attack]
    (module / name).write_text("", "utf-8")

    said = refused("create", "memo", "two", "--yes")

    assert f"{name}: {why}" in said
    assert untouched(victim)


def test_a_link_in_a_module_is_not_followed(module: Path, victim: Project, refused: Refused) -> None:
    (module / "passwd.tf").symlink_to("/etc/passwd")

    said = refused("create", "memo", "two", "--yes")

    assert "passwd.tf: is a link or a device" in said
    assert "root:" not in said
    assert untouched(victim)


def test_a_template_file_is_read_as_code(module: Path, refused: Refused) -> None:
    (module / "page.tftpl").write_text('hello\n${file("/etc/passwd")}\n', "utf-8")
    (module / "attack.tf").write_text('locals {\n  page = templatefile("${path.module}/page.tftpl", {})\n}\n', "utf-8")

    said = refused("create", "memo", "two", "--yes")

    assert "attack.tf:2: page.tftpl:2: file(…): a template may not read files" in said


def test_code_deep_inside_a_module_is_read(module: Path, refused: Refused) -> None:
    (module / "a/b").mkdir(parents=True)
    (module / "a/b/x.tf").write_text('data "external" "x" {}\n', "utf-8")

    said = refused("create", "memo", "two", "--yes")

    assert "a/b/x.tf:1: data 'external'" in said


def test_a_file_of_the_machine_is_not_sent_to_the_cloud(module: Path, refused: Refused) -> None:
    contract = (module / "module.yaml").read_text("utf-8").replace("provider: none", "provider: aws")
    (module / "module.yaml").write_text(contract, "utf-8")
    (module / "tags.tf").write_text('variable "tags" {\n  type = map(string)\n}\n', "utf-8")
    (module / "attack.tf").write_text('resource "aws_s3_object" "x" {\n  source = "/etc/shadow"\n}\n', "utf-8")

    said = refused("create", "memo", "two", "--env", "dev", "--yes")

    assert "attack.tf:2: aws_s3_object.source sends a file of this machine to the cloud" in said


def test_code_that_was_vendored_by_other_means_is_refused_before_init(
    victim: Project, refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platformctl.cli.wiring.start_worker", lambda *_: SimpleNamespace(close=lambda: None))
    for folder in (victim.root / "catalog/note", victim.root / "vendor/modules/note/1.0.0"):
        (folder / "more.tf").write_text('data "external" "x" {}\n', "utf-8")
    digest = folder_digest(victim.root / "catalog/note")
    written(victim, victim.lock.with_module("note@1.0.0", Pinned(digest, "./catalog")))

    said = refused("plan", "desk/note/one")

    assert "vendor/modules/note/1.0.0/more.tf:1: data 'external'" in said
