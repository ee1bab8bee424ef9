"""A pack is read whole, or refused with the file and the reason."""

from pathlib import Path

import pytest

from platformctl.catalog.sources import builtin_folder
from platformctl.errors import Usage
from platformctl.policy.packs import all_checks, load_pack, load_packs

TABLE = """\
name: {name}
version: 1.0.0
description: For tests.
checks:
  CKV_AWS_16:
    title: Databases are encrypted at rest
    decides: both
    severity: high
    guideline: Set storage_encrypted = true.
  PCTL_THING:
    title: Things are good
    decides: configuration
    severity: low
    guideline: Make them good.
    tiers: [prod]
"""
CHECK = """\
metadata:
  id: PCTL_THING
  name: Things are good
  category: GENERAL_SECURITY
definition:
  cond_type: attribute
  resource_types: [terraform_data]
  attribute: input
  operator: equals
  value: good
"""


def written(folder: Path, name: str = "mine", table: str = TABLE, check: str = CHECK) -> Path:
    (folder / "checks").mkdir(parents=True)
    (folder / "pack.yaml").write_text(table.replace("{name}", name), encoding="utf-8")
    (folder / "checks" / "things-are-good.yaml").write_text(check, encoding="utf-8")
    return folder


def test_the_built_in_pack_is_sound() -> None:
    assert load_pack(builtin_folder("policies") / "builtin").file.name == "builtin"


def test_a_pack_says_what_its_checks_decide(tmp_path: Path) -> None:
    pack = load_pack(written(tmp_path / "pack"))

    check = pack.file.checks["PCTL_THING"]

    assert (pack.item, check.decides_at("configuration"), check.decides_at("plan")) == ("mine@1.0.0", True, False)


def test_a_pack_of_checkovs_own_checks_needs_no_files(tmp_path: Path) -> None:
    table = TABLE.replace("{name}", "mine").partition("  PCTL_THING")[0]
    (tmp_path / "pack.yaml").write_text(table, encoding="utf-8")

    assert list(load_pack(tmp_path).file.checks) == ["CKV_AWS_16"]


def test_an_own_check_without_its_file_is_refused(tmp_path: Path) -> None:
    pack = written(tmp_path / "pack")
    (pack / "checks" / "things-are-good.yaml").unlink()

    with pytest.raises(Usage) as refused:
        load_pack(pack)

    assert "PCTL_THING, and no file in checks/ holds it" in refused.value.detail


def test_a_file_whose_id_is_not_listed_is_refused_with_the_nearest_one(tmp_path: Path) -> None:
    pack = written(tmp_path / "pack", check=CHECK.replace("PCTL_THING", "PCTL_THINK"))

    with pytest.raises(Usage) as refused:
        load_pack(pack)

    assert "Did you mean 'PCTL_THING'?" in refused.value.detail


def test_a_check_that_takes_checkovs_name_is_refused(tmp_path: Path) -> None:
    pack = written(tmp_path / "pack", check=CHECK.replace("PCTL_THING", "CKV_AWS_16"))

    with pytest.raises(Usage) as refused:
        load_pack(pack)

    assert "must match ^PCTL_" in refused.value.detail


def test_two_files_with_one_id_are_refused(tmp_path: Path) -> None:
    pack = written(tmp_path / "pack")
    (pack / "checks" / "again.yaml").write_text(CHECK, encoding="utf-8")

    with pytest.raises(Usage) as refused:
        load_pack(pack)

    assert "again.yaml has already" in refused.value.detail


def test_two_titles_for_one_check_are_refused(tmp_path: Path) -> None:
    pack = written(tmp_path / "pack", check=CHECK.replace("Things are good", "Things are bad"))

    with pytest.raises(Usage) as refused:
        load_pack(pack)

    assert "'Things are bad'" in refused.value.detail


@pytest.mark.parametrize("name", ["check.py", "check.yml", "notes.md"])
def test_anything_else_among_the_checks_is_refused(tmp_path: Path, name: str) -> None:
    pack = written(tmp_path / "pack")
    (pack / "checks" / name).write_text("", encoding="utf-8")

    with pytest.raises(Usage) as refused:
        load_pack(pack)

    assert name in refused.value.detail


def test_a_linked_check_is_refused(tmp_path: Path) -> None:
    pack = written(tmp_path / "pack")
    (pack / "checks" / "link.yaml").symlink_to(pack / "checks" / "things-are-good.yaml")

    with pytest.raises(Usage) as refused:
        load_pack(pack)

    assert "link" in refused.value.summary


def test_a_misspelt_key_is_refused_with_its_line(tmp_path: Path) -> None:
    pack = written(tmp_path / "pack", check=CHECK.replace("operator:", "operater:"))

    with pytest.raises(Usage) as refused:
        load_pack(pack)

    assert "things-are-good.yaml:9:" in refused.value.detail


def test_two_packs_with_one_check_are_refused(tmp_path: Path) -> None:
    folders = [written(tmp_path / "one", "one"), written(tmp_path / "two", "two")]

    with pytest.raises(Usage) as refused:
        load_packs(folders)

    assert "CKV_AWS_16, which the pack one@1.0.0 has already" in refused.value.detail


def test_the_checks_of_all_packs_are_one_table(tmp_path: Path) -> None:
    packs = load_packs([written(tmp_path / "one", "one")])

    assert sorted(all_checks(packs)) == ["CKV_AWS_16", "PCTL_THING"]
