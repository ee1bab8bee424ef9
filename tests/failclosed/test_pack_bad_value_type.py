"""A value of another type than checkov expects is silently never right, or always; such a pack is refused."""

from pathlib import Path

import pytest
from tests.failclosed.packs import refused, write_pack


@pytest.mark.parametrize("value", ["{a: b}", "null", "[]", "1.5", "[[a]]", "[false]", "None"])
def test_a_value_that_can_not_be_meant_is_refused(tmp_path: Path, value: str) -> None:
    assert "value" in refused(write_pack(tmp_path, "value: false", f"value: {value}"))
