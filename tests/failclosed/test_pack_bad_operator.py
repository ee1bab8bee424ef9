"""Checkov skips a check whose operator it does not know; such a pack is refused."""

from pathlib import Path

import pytest
from tests.failclosed.packs import refused, write_pack


@pytest.mark.parametrize("operator", ["equlas", "EQUALS", "not_equals", "''", "null"])
def test_an_operator_that_is_none_is_refused(tmp_path: Path, operator: str) -> None:
    assert "operator" in refused(write_pack(tmp_path, "operator: equals", f"operator: {operator}"))
