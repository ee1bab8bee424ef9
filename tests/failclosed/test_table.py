"""The table in docs/failclosed.md and the tests here are the same list."""

import re
from pathlib import Path

HERE = Path(__file__).parent
TABLE = HERE.parents[1] / "docs/failclosed.md"
ROW = re.compile(r"^\| \[(?P<row>[a-z0-9_]+)\]\(\.\./tests/failclosed/test_(?P<file>[a-z0-9_]+)\.py\) \|", re.MULTILINE)


def rows() -> list[str]:
    """Name the rows whose link leads to the test of the same name."""
    return [found["row"] for found in ROW.finditer(TABLE.read_text("utf-8")) if found["row"] == found["file"]]


def test_every_row_has_its_test_and_every_test_its_row() -> None:
    tests = sorted(path.stem.removeprefix("test_") for path in HERE.glob("test_*.py") if path != Path(__file__))

    assert sorted(rows()) == tests


def test_every_line_of_the_tables_is_a_row() -> None:
    lines = [line for line in TABLE.read_text("utf-8").splitlines() if line.startswith("| [")]

    assert len(lines) == len(rows())
