"""How much memory a child may use."""

from pathlib import Path

import pytest

from platformctl.terraform.memory import available_memory, collector_settings, side_by_side

GIB = 1024**3


@pytest.mark.parametrize(("available", "limit"), [(16 * GIB, "1500MiB"), (4 * GIB, "1024MiB"), (2 * GIB, "512MiB")])
def test_the_limit_is_a_quarter_of_what_is_free(available: int, limit: str) -> None:
    assert collector_settings(available) == {"GOGC": "off", "GOMEMLIMIT": limit}


@pytest.mark.parametrize("available", [None, 0, GIB])
def test_little_or_unknown_memory_sets_nothing(available: int | None) -> None:
    assert collector_settings(available) == {}


def test_the_container_bounds_what_the_machine_has(tmp_path: Path) -> None:
    (tmp_path / "meminfo").write_text("MemTotal: 9 kB\nMemAvailable:    8388608 kB\n", encoding="utf-8")
    (tmp_path / "memory.max").write_text(f"{4 * GIB}\n", encoding="utf-8")
    (tmp_path / "memory.current").write_text(f"{GIB}\n", encoding="utf-8")

    assert available_memory(tmp_path / "meminfo", tmp_path) == 3 * GIB


def test_a_container_without_bounds_leaves_the_machines(tmp_path: Path) -> None:
    (tmp_path / "meminfo").write_text("MemAvailable: 1024 kB\n", encoding="utf-8")
    (tmp_path / "memory.max").write_text("max\n", encoding="utf-8")
    (tmp_path / "memory.current").write_text("5\n", encoding="utf-8")

    assert available_memory(tmp_path / "meminfo", tmp_path) == 1024 * 1024


def test_a_system_that_says_nothing_is_no_error(tmp_path: Path) -> None:
    assert available_memory(tmp_path / "meminfo", tmp_path) is None


@pytest.mark.parametrize(("available", "many"), [(64 * GIB, 8), (3 * GIB, 3), (GIB // 2, 1), (None, 8)])
def test_as_many_work_side_by_side_as_fit_the_memory(available: int | None, many: int) -> None:
    assert side_by_side(available) == many
