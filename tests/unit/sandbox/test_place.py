"""The folder: the lock alone says whether an emulator lives."""

import os
from pathlib import Path

import pytest

from platformctl.errors import PlatformError
from platformctl.sandbox.place import Place

RECORD = '{"id": "abc", "pid": 1, "version": "0"}'


@pytest.fixture
def place(tmp_path: Path) -> Place:
    made = Place(tmp_path / "sandbox")
    made.prepare()
    return made


def test_a_missing_folder_holds_nothing_alive_and_stays_missing(tmp_path: Path) -> None:
    place = Place(tmp_path / "sandbox")

    assert not place.is_alive()
    assert not place.folder.exists()


def test_a_record_without_a_lock_is_not_alive(place: Place) -> None:
    place.record.write_text(RECORD)

    assert not place.is_alive()


def test_who_holds_the_lock_is_alive_to_all_others(place: Place) -> None:
    with place.claim() as lock, place.claim() as second:
        assert lock is not None
        assert second is None
        assert place.is_alive()

    assert not place.is_alive()


def test_the_folder_is_its_owners_alone(place: Place) -> None:
    assert place.folder.stat().st_mode & 0o077 == 0


def test_half_a_record_counts_as_none(place: Place) -> None:
    place.record.write_text(RECORD[:-5])

    assert place.recorded() is None


def test_forgetting_leaves_only_the_lock(place: Place) -> None:
    place.record.write_text(RECORD)
    (place.folder / "port").write_text("20001\n")
    assert not place.is_alive()

    place.forget()

    assert [path.name for path in place.folder.iterdir()] == ["alive.lock"]


def test_a_folder_that_cannot_be_made_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "sandbox").write_text("a file stands there")

    with pytest.raises(PlatformError) as refused:
        Place(tmp_path / "sandbox").prepare()

    assert refused.value.detail == f"{tmp_path}/sandbox: {os.strerror(17)}."
