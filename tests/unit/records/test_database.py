"""The local records' file: private, versioned, never silently emptied, with clear errors."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from platformctl.errors import PlatformError
from platformctl.records.event import Draft
from platformctl.records.local import LocalRecords
from platformctl.records.refusals import RecordsDamaged
from platformctl.records.sqlite import SqliteDatabase

STACK = "dev/db/orders"


@pytest.fixture
def written(store: Path, tmp_path: Path) -> Path:
    """A file with some events in it, which nobody has open."""
    records = LocalRecords(store, tmp_path / "home")
    records.append(Draft(STACK, "r1", "started"))
    for number in range(50):
        records.append(Draft(STACK, "r1", "judged", {"number": number, "text": "x" * 500}))
    records.close()
    return store / "records.db"


def cut_to(size: int) -> Callable[[Path], object]:
    """Cut the file off."""
    return lambda path: path.write_bytes(path.read_bytes()[:size])


def flip(place: int) -> Callable[[Path], object]:
    """Overwrite some bytes."""
    return lambda path: path.write_bytes(path.read_bytes()[:place] + b"\xff" * 64 + path.read_bytes()[place + 64 :])


def leave_the_wal(path: Path) -> None:
    """Take the main file away."""
    path.with_name("records.db-wal").write_bytes(path.read_bytes())
    path.unlink()


def drop_meta(path: Path) -> None:
    """Take the version away."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("drop table meta")


def empty_meta(path: Path) -> None:
    """Take the version's row away."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("delete from meta")


def test_only_the_owner_can_read_the_records(local: LocalRecords, store: Path) -> None:
    local.append(Draft(STACK, "r1", "started"))

    modes = {path.name: path.stat().st_mode & 0o777 for path in store.iterdir()}

    assert store.stat().st_mode & 0o777 == 0o700
    assert set(modes.values()) == {0o600}


def test_every_entry_is_on_the_disk_when_it_is_acknowledged(local: LocalRecords, store: Path) -> None:
    with SqliteDatabase(store / "records.db").writing() as connection:
        journal = connection.execute("pragma journal_mode").fetchone()[0]
        synchronous = connection.execute("pragma synchronous").fetchone()[0]

    assert (journal, synchronous) == ("wal", 2)


def test_looking_makes_no_file(local: LocalRecords, store: Path) -> None:
    local.events(STACK)
    local.heads()
    local.standing(STACK)
    local.read_state(STACK)

    assert not store.exists()


@pytest.mark.parametrize(
    "damage",
    [cut_to(0), cut_to(50), cut_to(5000), flip(0), flip(4096), leave_the_wal, drop_meta, empty_meta],
    ids=["emptied", "cut in the header", "cut off", "header", "page", "only the WAL left", "no version", "no row"],
)
def test_a_damaged_file_is_an_error_and_stays_as_it_is(
    local: LocalRecords, written: Path, damage: Callable[[Path], object]
) -> None:
    damage(written)
    before = {path.name: path.read_bytes() for path in written.parent.glob("records.db*") if path.suffix != ".db-shm"}

    with pytest.raises(RecordsDamaged):
        local.events(STACK)
    with pytest.raises(RecordsDamaged):
        local.append(Draft(STACK, "r2", "started"))
    local.close()

    assert {name: (written.parent / name).read_bytes() for name in before} == before


def test_records_of_a_newer_version_are_refused(local: LocalRecords, written: Path) -> None:
    with closing(sqlite3.connect(written, isolation_level=None)) as connection:
        connection.execute("update meta set version = 99")

    with pytest.raises(PlatformError, match="newer platformctl") as refused:
        local.heads()

    assert "version 99" in refused.value.detail


def test_a_full_database_is_a_full_disk_and_keeps_what_it_has(written: Path) -> None:
    database = SqliteDatabase(written)

    with pytest.raises(PlatformError, match="The disk is full"):
        fill(database)

    assert count(database) == 51


def test_an_error_in_the_middle_undoes_the_whole_transaction(written: Path) -> None:
    database = SqliteDatabase(written)

    with pytest.raises(RuntimeError):
        delete_and_fail(database)

    assert count(database) == 51


def fill(database: SqliteDatabase) -> None:
    """Write more than the database may hold."""
    with database.writing() as connection:
        connection.execute("pragma max_page_count = 20")
        connection.execute("update event set body = zeroblob(1000000)")


def delete_and_fail(database: SqliteDatabase) -> None:
    """Fail after half of the work."""
    with database.writing() as connection:
        connection.execute("delete from event")
        raise RuntimeError


def count(database: SqliteDatabase) -> int:
    """Count the events, and close the database."""
    with database.reading() as connection:
        found = connection.execute("select count(*) from event").fetchone()[0]
    database.close()
    return int(found)


@pytest.mark.parametrize("name", ["", "records.db"], ids=["folder", "file"])
def test_a_link_in_the_place_of_the_records_is_refused(local: LocalRecords, store: Path, name: str) -> None:
    elsewhere = store.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "records.db").write_bytes(b"precious")
    link = store / name
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(elsewhere / name)

    with pytest.raises(PlatformError, match="A link where none may be"):
        local.append(Draft(STACK, "r1", "started"))

    assert (elsewhere / "records.db").read_bytes() == b"precious"


def test_a_file_in_the_place_of_the_folder_is_a_clear_error(local: LocalRecords, store: Path) -> None:
    store.write_text("not a folder")

    with pytest.raises(PlatformError, match="can't be opened"):
        local.append(Draft(STACK, "r1", "started"))


def test_what_a_killed_first_start_left_half_made_is_no_hindrance(local: LocalRecords, store: Path) -> None:
    store.mkdir()
    (store / "records.db.new").write_bytes(b"half")
    (store / "records.db.new-wal").write_bytes(b"half")

    local.append(Draft(STACK, "r1", "started"))

    assert [path.name for path in store.glob("*.new*")] == []
    assert local.verify_chain(STACK) is None
