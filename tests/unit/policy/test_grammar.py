"""The parser's table is made once, apart from anything hostile, and copied to each worker."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from platformctl.policy.grammar import Run, copy_table

PYTHON = Path("/env/bin/python")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


def counting(calls: list[Sequence[str]], *, succeeds: bool = True) -> Run:
    """A parser that leaves its table in the folder it runs in."""

    def run(command: Sequence[str], folder: Path) -> bool:
        calls.append(command)
        (folder / "table").write_text("table", encoding="utf-8")
        return succeeds

    return run


def test_the_first_worker_makes_it_and_the_second_copies_it(tmp_path: Path, home: Path) -> None:
    calls: list[Sequence[str]] = []
    copy_table(PYTHON, tmp_path / "cache", home, counting(calls))
    (home / "table").unlink()

    copy_table(PYTHON, tmp_path / "cache", home, counting(calls))

    assert (len(calls), (home / "table").read_text()) == (1, "table")


def test_another_environment_has_its_own(tmp_path: Path, home: Path) -> None:
    calls: list[Sequence[str]] = []

    copy_table(PYTHON, tmp_path / "cache", home, counting(calls))
    copy_table(Path("/other/bin/python"), tmp_path / "cache", home, counting(calls))

    assert len(calls) == 2


def test_one_that_could_not_be_made_is_not_kept(tmp_path: Path, home: Path) -> None:
    copy_table(PYTHON, tmp_path / "cache", home, counting([], succeeds=False))

    assert list(home.iterdir()) == []
    assert list((tmp_path / "cache/judge").iterdir()) == []


def test_a_cache_that_can_not_be_written_only_costs_time(tmp_path: Path, home: Path) -> None:
    (tmp_path / "cache").write_text("a file", encoding="utf-8")

    copy_table(PYTHON, tmp_path / "cache", home, counting([]))

    assert list(home.iterdir()) == []
