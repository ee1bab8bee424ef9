"""The copy of the local records: made by every run, proven, and named when it is needed."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from platformctl.records import database_copy
from platformctl.records.event import Event
from platformctl.records.facts import RunFacts
from platformctl.records.local import LocalRecords
from platformctl.records.refusals import RecordsDamaged
from platformctl.records.run import open_run

STACK = "dev/db/orders"


@pytest.fixture
def database(store: Path) -> Path:
    return store / "records.db"


def ran(local: LocalRecords, holder: Any) -> tuple[Event, ...]:
    """Have a run come to its end, and close the records."""
    with open_run(local, STACK, holder, RunFacts()) as run:
        run.finish("declined")
    events = local.events(STACK)
    local.close()
    return events


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def flipped(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(bytes(byte ^ 0xFF for byte in content[:200]) + content[200:])


def taken_away(path: Path) -> None:
    path.rename(path.with_name("records.db-wal"))


def copy_of(home: Path) -> Path:
    (copy,) = (home / "copies").rglob("records.db")
    return copy


@pytest.mark.parametrize("damage", [cut_off, emptied, flipped, taken_away])
def test_the_hint_of_damaged_records_puts_them_back(
    local: LocalRecords, database: Path, make_holder: Any, damage: Callable[[Path], None]
) -> None:
    before = ran(local, make_holder())
    damage(database)

    with pytest.raises(RecordsDamaged) as damaged:
        local.events(STACK)
    local.close()
    subprocess.run(damaged.value.hint, shell=True, check=True)

    assert "A copy of " in damaged.value.detail
    assert local.events(STACK) == before
    assert local.verify_chain(STACK) is None
    assert len([*(database.parent / "damaged").iterdir()]) >= 1


def test_without_a_copy_nothing_is_promised(local: LocalRecords, database: Path, make_holder: Any) -> None:
    ran(local, make_holder())
    copy_of(database.parents[2] / "home").unlink()
    emptied(database)

    with pytest.raises(RecordsDamaged) as damaged:
        local.events(STACK)

    assert "A copy of" not in damaged.value.detail


def test_the_copy_is_for_its_owner_and_leaves_nothing_beside_it(
    local: LocalRecords, tmp_path: Path, make_holder: Any
) -> None:
    ran(local, make_holder("run-1"))
    ran(local, make_holder("run-2"))

    copy = copy_of(tmp_path / "home")

    assert copy.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in copy.parent.iterdir()] == ["records.db"]


def test_what_does_not_hold_together_never_replaces_a_good_copy(
    local: LocalRecords, database: Path, tmp_path: Path, make_holder: Any
) -> None:
    ran(local, make_holder())
    copy = copy_of(tmp_path / "home")
    before = copy.read_bytes()
    content = database.read_bytes()
    database.write_bytes(content[:4096] + b"\xff" * 4096 + content[8192:])

    database_copy.DatabaseCopy(database, copy.parent).keep()

    assert copy.read_bytes() == before
    assert [path.name for path in copy.parent.iterdir()] == ["records.db"]


def test_a_large_file_is_copied_once_in_a_while(
    local: LocalRecords, tmp_path: Path, make_holder: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_copy, "SMALL", 0)
    ran(local, make_holder("run-1"))
    first = copy_of(tmp_path / "home").read_bytes()
    ran(local, make_holder("run-2"))
    second = copy_of(tmp_path / "home").read_bytes()
    monkeypatch.setattr(database_copy, "SECONDS", -1.0)
    ran(local, make_holder("run-3"))

    assert first == second
    assert copy_of(tmp_path / "home").read_bytes() != second


def test_a_copy_that_can_not_be_made_stops_no_run(local: LocalRecords, tmp_path: Path, make_holder: Any) -> None:
    (tmp_path / "home").write_text("in the way")

    assert [event.type for event in ran(local, make_holder())] == ["started", "declined"]
