"""Checkov skips a check without a category; such a pack is refused."""

from pathlib import Path

from tests.failclosed.packs import refused, write_pack


def test_a_check_without_a_category_is_refused(tmp_path: Path) -> None:
    assert "category" in refused(write_pack(tmp_path, "  category: GENERAL_SECURITY\n", ""))
