"""Of a pack's folder that is missing checkov says nothing; it is an error that names it."""

from pathlib import Path

from tests.failclosed.packs import refused, write_pack


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    assert "nowhere/pack.yaml" in refused(tmp_path / "nowhere")


def test_missing_checks_are_an_error(tmp_path: Path) -> None:
    pack = write_pack(tmp_path)
    (pack / "checks/things-are-good.yaml").unlink()
    (pack / "checks").rmdir()

    assert "no file in checks/ holds it" in refused(pack)
