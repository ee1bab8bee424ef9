"""An environment is found, or made whole, or not there at all."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from platformctl.errors import PlatformError, Usage
from platformctl.progress import Event, silent
from platformctl.toolchain.environments import ensure
from platformctl.toolchain.recipes import installed_packages


def environments(cache: Path) -> list[Path]:
    return [path for path in (cache / "environments").iterdir() if path.is_dir()]


def test_a_missing_environment_is_made_from_its_lock(workshop: Callable[..., Any]) -> None:
    bench = workshop()

    python = ensure(bench.recipe, bench.environ, silent)

    assert installed_packages(python.parent.parent) == {"gauge": "1.0"}


def test_making_one_is_told_and_finding_one_is_not(workshop: Callable[..., Any]) -> None:
    bench = workshop()
    events: list[Event] = []

    ensure(bench.recipe, bench.environ, events.append)
    made = [(event.topic, event.phase) for event in events]
    ensure(bench.recipe, bench.environ, events.append)

    assert made == [("tools", "started"), ("tools", "done")]
    assert len(events) == 2


def test_what_a_kill_left_half_made_is_made_anew(workshop: Callable[..., Any]) -> None:
    bench = workshop()
    folder = ensure(bench.recipe, bench.environ, silent).parent.parent
    (folder / ".ready").unlink()
    (folder / "leftover").touch()

    ensure(bench.recipe, bench.environ, silent)

    assert not (folder / "leftover").exists()


def test_an_environment_whose_interpreter_went_away_is_made_anew(workshop: Callable[..., Any]) -> None:
    bench = workshop()
    python = ensure(bench.recipe, bench.environ, silent)
    python.unlink()

    assert ensure(bench.recipe, bench.environ, silent).exists()


def test_packages_that_cannot_be_had_leave_nothing_behind(workshop: Callable[..., Any], tmp_path: Path) -> None:
    bench = workshop()
    environ = {**bench.environ, "PIP_FIND_LINKS": str(tmp_path / "empty")}

    with pytest.raises(PlatformError) as caught:
        ensure(bench.recipe, environ, silent)

    assert caught.value.summary == "The gauge environment could not be made"
    assert "PLATFORMCTL_GAUGE_ENV" in caught.value.hint
    assert environments(bench.cache) == []


def test_a_package_with_another_hash_is_not_installed(workshop: Callable[..., Any]) -> None:
    bench = workshop(digest="0" * 64)

    with pytest.raises(PlatformError, match="could not be made"):
        ensure(bench.recipe, bench.environ, silent)

    assert environments(bench.cache) == []


def test_a_tool_that_cannot_be_imported_is_not_ready(workshop: Callable[..., Any]) -> None:
    bench = workshop(code="raise RuntimeError('broken gauge')")

    with pytest.raises(PlatformError) as caught:
        ensure(bench.recipe, bench.environ, silent)

    assert "broken gauge" in caught.value.detail
    assert environments(bench.cache) == []


def test_a_cache_that_cannot_be_written_is_one_clear_error(workshop: Callable[..., Any]) -> None:
    bench = workshop()
    bench.cache.mkdir(parents=True)
    (bench.cache / "environments").touch()

    with pytest.raises(PlatformError) as caught:
        ensure(bench.recipe, bench.environ, silent)

    assert str(bench.cache / "environments") in caught.value.detail


def test_a_full_disk_is_told_before_anything_is_fetched(workshop: Callable[..., Any]) -> None:
    bench = workshop()
    huge = type(bench.recipe)("gauge", "PLATFORMCTL_GAUGE_ENV", ("gauge",), bench.recipe.lock, megabytes=10**12)

    with pytest.raises(PlatformError, match="The disk is full"):
        ensure(huge, bench.environ, silent)


def test_a_named_environment_that_equals_the_lock_is_taken(
    workshop: Callable[..., Any], environment_of: Callable[..., Path]
) -> None:
    bench = workshop()
    folder = environment_of("gauge-1.0")

    python = ensure(bench.recipe, {**bench.environ, "PLATFORMCTL_GAUGE_ENV": str(folder)}, silent)

    assert python == folder / "bin" / "python"


def test_a_named_environment_that_differs_is_refused(
    workshop: Callable[..., Any], environment_of: Callable[..., Path]
) -> None:
    bench = workshop()
    folder = environment_of("gauge-1.1")

    with pytest.raises(Usage) as caught:
        ensure(bench.recipe, {**bench.environ, "PLATFORMCTL_GAUGE_ENV": str(folder)}, silent)

    assert "gauge is 1.1, not 1.0" in caught.value.detail


def test_a_named_folder_that_is_no_environment_is_refused(workshop: Callable[..., Any], tmp_path: Path) -> None:
    bench = workshop()

    with pytest.raises(Usage, match="Not a Python environment"):
        ensure(bench.recipe, {**bench.environ, "PLATFORMCTL_GAUGE_ENV": str(tmp_path)}, silent)
