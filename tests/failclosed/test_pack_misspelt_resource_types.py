"""With a misspelt resource_types checkov runs a check on everything; such a pack is refused."""

from pathlib import Path

from tests.failclosed.packs import refused, write_pack


def test_a_misspelt_key_is_refused(tmp_path: Path) -> None:
    assert "resource_type" in refused(write_pack(tmp_path, "resource_types:", "resource_type:"))
