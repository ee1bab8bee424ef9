"""Of a Python check that can't be imported checkov only logs; a pack of ours holds no Python."""

from pathlib import Path

from tests.failclosed.packs import refused, write_pack


def test_a_pack_with_python_in_it_is_refused(tmp_path: Path) -> None:
    pack = write_pack(tmp_path)
    (pack / "checks/broken.py").write_text("import nothing_of_that_name\n", encoding="utf-8")

    assert "broken.py is no check" in refused(pack)
