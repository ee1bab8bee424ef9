"""A wrong word for a severity is silently none in checkov; such a pack is refused."""

from pathlib import Path

import pytest
from tests.failclosed.packs import TABLE, refused, write_pack


@pytest.mark.parametrize("word", ["hihg", "HIGH", "''", "5"])
def test_a_wrong_word_for_a_severity_is_refused(tmp_path: Path, word: str) -> None:
    assert "severity" in refused(write_pack(tmp_path, table=TABLE.replace("severity: high", f"severity: {word}")))
