"""Checkov loads no Python check of a folder without __init__.py; a pack of ours has no such folders."""

from pathlib import Path

from tests.failclosed.packs import refused, write_pack


def test_a_folder_inside_a_packs_checks_is_refused(tmp_path: Path) -> None:
    pack = write_pack(tmp_path)
    (pack / "checks/more").mkdir()
    (pack / "checks/more/check.py").write_text("", encoding="utf-8")

    assert "more is no check" in refused(pack)
