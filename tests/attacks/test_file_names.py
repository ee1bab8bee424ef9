"""Attacks by the name, or the kind, of a file."""

import os
from pathlib import Path

import pytest
from tests.attacks.conftest import Refused
from tests.unit.cli.conftest import Platformctl

from platformctl.project.project import Project


@pytest.mark.parametrize("name", [b"a\x1b[2J", b"a\nb", b"a\xe2\x80\xaeb", b"\xff", b"-rf", b"..x", b"A", b"x" * 60])
def test_a_folder_that_is_no_stack_is_none(name: bytes, victim: Project, platformctl: Platformctl) -> None:
    folder = victim.root / "stacks/desk/note" / os.fsdecode(name)
    folder.mkdir()
    (folder / "request.yaml").write_bytes((victim.root / "stacks/desk/note/one/request.yaml").read_bytes())

    said = platformctl("list")

    assert said.code in {0, 64}
    assert not {"\x1b", "\u202e", "\udcff"} & set(said.out + said.err)


@pytest.mark.parametrize("name", [b"a\x1b[2J", b"a\nb", b"a\xe2\x80\xaeb", b"\xff"])
def test_a_name_that_can_not_be_seen_does_not_get_into_a_digest(name: bytes, victim: Project, refused: Refused) -> None:
    (victim.root / "vendor/modules/note/1.0.0" / os.fsdecode(name)).write_bytes(b"")

    said = refused("plan", "desk/note/one")

    assert "A folder holds a file with an odd name" in said
    assert not {"\x1b", "\u202e", "\udcff"} & set(said)


@pytest.mark.parametrize("name", ["request.yaml", "../../../../platform.yaml", "../../../../platform.lock"])
def test_a_link_is_not_read_and_what_it_leads_to_not_shown(name: str, victim: Project, refused: Refused) -> None:
    path = Path(os.path.normpath(victim.root / "stacks/desk/note/one" / name))
    path.unlink()
    path.symlink_to("/etc/passwd")

    assert "root:" not in refused("plan", "desk/note/one")


def test_what_terraform_leaves_behind_is_not_taken_along(victim: Project, refused: Refused) -> None:
    folder = victim.root / "stacks/desk/note/one"
    (folder / "terraform.tfstate").write_text("{}", "utf-8")

    assert "A stack's folder holds an extra file" in refused("plan", "desk/note/one")
