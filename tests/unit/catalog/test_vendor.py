"""Vendored copies: made whole or not at all, and proven against the lock and the source on every use."""

from collections.abc import Callable
from pathlib import Path

import pytest

from platformctl.catalog.digest import folder_digest
from platformctl.catalog.shipped import EARLIER, shipped_version
from platformctl.catalog.sources import builtin_folder, module_on_offer
from platformctl.catalog.vendor import proven, vendor, vendored_module, vendored_path
from platformctl.errors import PlatformError, Usage
from platformctl.project.lock_file import Lock, Pinned
from platformctl.project.project import Project
from platformctl.workflows.locking import adopted, written

DB, NOTE = "vendor/modules/db/1.0.0", "vendor/modules/note/1.0.0"


@pytest.fixture
def stocked(project: Project) -> Project:
    """A project with both a built-in and an own module vendored."""
    return adopted(adopted(project, module_on_offer("db", project)), module_on_offer("note", project))


def test_a_vendored_module_is_the_one_on_offer(stocked: Project) -> None:
    module, pinned = vendored_module(stocked, "note@1.0.0")

    assert module.folder == stocked.root / NOTE
    assert pinned == Pinned(folder_digest(stocked.root / "catalog/note"), "./catalog")
    assert module.contract == module_on_offer("note", stocked).contract


def test_vendoring_again_changes_nothing(stocked: Project) -> None:
    before = (stocked.root / NOTE).stat().st_ino

    vendor(stocked.root, "modules", "note@1.0.0", stocked.root / "catalog/note")

    assert (stocked.root / NOTE).stat().st_ino == before


def edited(root: Path) -> None:
    (root / NOTE / "main.tf").write_text("# edited\n")


def added(root: Path) -> None:
    (root / NOTE / "more.tf").write_text("")


def removed(root: Path) -> None:
    (root / NOTE / "outputs.tf").unlink()


@pytest.mark.parametrize("change", [edited, added, removed])
def test_a_copy_that_was_changed_is_named(stocked: Project, change: Callable[[Path], None]) -> None:
    change(stocked.root)

    with pytest.raises(Usage, match="A vendored folder was changed") as refused:
        vendored_module(stocked, "note@1.0.0")

    assert str(stocked.root / NOTE) in refused.value.detail
    assert refused.value.hint.startswith("git checkout -- ")


def test_a_link_in_a_copy_is_named(stocked: Project) -> None:
    (stocked.root / NOTE / "link.tf").symlink_to("/etc/passwd")

    with pytest.raises(Usage, match="not a plain file"):
        vendored_module(stocked, "note@1.0.0")


def test_a_copy_that_is_a_link_is_missing(stocked: Project, tmp_path: Path) -> None:
    (stocked.root / NOTE).rename(tmp_path / "elsewhere")
    (stocked.root / NOTE).symlink_to(tmp_path / "elsewhere")

    with pytest.raises(Usage, match="is missing"):
        vendored_module(stocked, "note@1.0.0")


def test_a_branch_can_not_vouch_for_its_own_copy_of_a_built_in_module(stocked: Project) -> None:
    (stocked.root / DB / "main.tf").write_text("# a public database\n")
    forged = Pinned(folder_digest(stocked.root / DB), "builtin")
    lied = written(stocked, stocked.lock.with_module("db@1.0.0", forged))

    with pytest.raises(Usage, match="was changed") as refused:
        vendored_module(lied, "db@1.0.0")

    assert "the version that platformctl ships" in refused.value.detail


def older(project: Project) -> Pinned:
    """Put a version of the database there that this platformctl does not ship."""
    folder = project.root / vendored_path("modules", "db@0.9.0")
    folder.mkdir(parents=True)
    (folder / "main.tf").write_text("# a public database\n")
    return Pinned(folder_digest(folder), "builtin")


def test_a_built_in_version_that_nobody_shipped_is_refused(stocked: Project) -> None:
    pinned = older(stocked)

    with pytest.raises(Usage, match="no source to be held against") as refused:
        proven(stocked, "modules", "db@0.9.0", pinned)

    assert "this platformctl knows no such version" in refused.value.detail


def test_a_version_that_was_shipped_earlier_is_held_against_its_digest(
    stocked: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    pinned = older(stocked)
    monkeypatch.setitem(EARLIER, "modules", {"db@0.9.0": pinned.digest})

    assert proven(stocked, "modules", "db@0.9.0", pinned) == stocked.root / "vendor/modules/db/0.9.0"


def test_a_branch_can_not_vouch_for_its_own_copy_of_a_catalogs_module(stocked: Project) -> None:
    (stocked.root / NOTE / "main.tf").write_text("# another\n")
    forged = Pinned(folder_digest(stocked.root / NOTE), "./catalog")
    lied = written(stocked, stocked.lock.with_module("note@1.0.0", forged))

    with pytest.raises(Usage, match="was changed") as refused:
        vendored_module(lied, "note@1.0.0")

    assert "; ./catalog has sha256:" in refused.value.detail


@pytest.mark.parametrize("origin", ["./stacks", "https://evil.example", "builtin2"])
def test_a_copy_from_where_the_project_takes_nothing_is_refused(stocked: Project, origin: str) -> None:
    forged = Pinned(stocked.lock.modules["db@1.0.0"].digest, origin)

    with pytest.raises(Usage, match="no source to be held against") as refused:
        proven(stocked, "modules", "db@1.0.0", forged)

    assert f"comes from {origin}, which platform.yaml does not name under catalogs" in refused.value.detail


def test_a_version_that_the_catalog_has_left_behind_is_held_against_the_lock(stocked: Project) -> None:
    contract = stocked.root / "catalog/note/module.yaml"
    contract.write_text(contract.read_text().replace("version: 1.0.0", "version: 1.1.0"))

    module, _ = vendored_module(stocked, "note@1.0.0")

    assert module.item == "note@1.0.0"


def test_a_module_that_the_lock_does_not_have_is_refused(stocked: Project) -> None:
    with pytest.raises(Usage, match=r"not in platform\.lock"):
        vendored_module(stocked, "note@2.0.0")


def test_one_version_never_changes_its_content(stocked: Project) -> None:
    (stocked.root / "catalog/note/main.tf").write_text("# another\n")

    with pytest.raises(Usage, match="differs from its source") as refused:
        vendor(stocked.root, "modules", "note@1.0.0", stocked.root / "catalog/note")

    assert "needs a new version" in refused.value.detail
    assert "another" not in (stocked.root / NOTE / "main.tf").read_text()


def test_a_copy_that_fails_leaves_nothing(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copyfile", full)

    with pytest.raises(PlatformError, match="can't be copied in") as refused:
        adopted(project, module_on_offer("note", project))

    assert "No space left on device" in refused.value.detail
    assert list((project.root / "vendor/modules/note").iterdir()) == []
    assert project.lock == Lock(packs=project.lock.packs, providers=project.lock.providers, tools=project.lock.tools)


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("version: 1.2.3\n", "1.2.3"),
        ("name: x\nversion:   1.2.3   # note\n", "1.2.3"),
        ('version: "1.2.3"\n', "1.2.3"),
        ("version: '1.2.3'\r\n", "1.2.3"),
        (" version: 1.2.3\n", ""),
        ("# version: 1.2.3\n", ""),
        ("version: one\n", ""),
        ("", ""),
    ],
)
def test_the_version_is_read_without_the_rest(tmp_path: Path, text: str, version: str) -> None:
    (tmp_path / "module.yaml").write_bytes(text.encode())

    assert shipped_version(tmp_path) == version


def test_a_folder_without_a_contract_has_no_version(tmp_path: Path) -> None:
    assert shipped_version(tmp_path) == ""
    assert shipped_version(builtin_folder("policies") / "builtin") == "1.0.0"
