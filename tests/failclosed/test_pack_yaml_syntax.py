"""A syntax error in a check ends checkov with a traceback; here it is an error with its line."""

from pathlib import Path

from tests.failclosed.packs import refused, write_pack


def test_a_syntax_error_is_named_with_its_line(tmp_path: Path) -> None:
    assert "things-are-good.yaml:5:" in refused(write_pack(tmp_path, "definition:", "definition: [}"))
