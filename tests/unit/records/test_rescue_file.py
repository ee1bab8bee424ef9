"""The rescue file: whole and secret on the disk, opened by its key only."""

from pathlib import Path

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st

from platformctl.errors import Usage
from platformctl.records.rescue_file import Rescued, read_rescue, write_rescue

KEY = pyrage.x25519.Identity.generate()
RESCUED = Rescued("dev/db/orders", "20261124-000000-abcdef", b'{"secret": "hunter2"}')


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    """A key as age-keygen writes it."""
    path = tmp_path / "key.txt"
    path.write_text(f"# created: today\n# public key: {KEY.to_public()}\n{KEY}\n")
    return path


def written(folder: Path, rescued: Rescued = RESCUED) -> Path:
    return write_rescue(folder / "rescue", str(KEY.to_public()), rescued)


def test_what_was_written_is_read_with_the_key(tmp_path: Path, key_file: Path) -> None:
    assert read_rescue(written(tmp_path), key_file) == RESCUED


def test_the_file_is_its_owners_says_whose_it_is_and_nothing_of_what_it_holds(tmp_path: Path) -> None:
    path = written(tmp_path)

    assert path.name == "dev-db-orders-20261124-000000-abcdef.age"
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert b"hunter2" not in path.read_bytes()
    assert [each.name for each in path.parent.iterdir()] == [path.name]


@given(state=st.binary(max_size=300))
def test_any_bytes_come_back(tmp_path_factory: pytest.TempPathFactory, state: bytes) -> None:
    folder = tmp_path_factory.mktemp("any")
    key = folder / "key.txt"
    key.write_text(str(KEY))

    path = written(folder, Rescued("dev/db/orders", "run", state))

    assert read_rescue(path, key).state == state


def test_another_key_opens_nothing(tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(str(pyrage.x25519.Identity.generate()))

    with pytest.raises(Usage, match="can't be opened"):
        read_rescue(written(tmp_path), other)


def test_a_damaged_file_is_refused(tmp_path: Path, key_file: Path) -> None:
    path = written(tmp_path)
    path.write_bytes(path.read_bytes()[:-3] + b"xyz")

    with pytest.raises(Usage, match="can't be opened"):
        read_rescue(path, key_file)


def test_what_something_else_encrypted_is_no_rescue_file(tmp_path: Path, key_file: Path) -> None:
    path = tmp_path / "other.age"
    path.write_bytes(pyrage.encrypt(b"hello", [KEY.to_public()]))

    with pytest.raises(Usage, match="Not a rescue file"):
        read_rescue(path, key_file)


@pytest.mark.parametrize("text", ["", "# only words\n", "AGE-SECRET-KEY-1XYZ\n", "hunter2\n"])
def test_a_file_without_a_key_is_refused_and_never_quoted(tmp_path: Path, text: str) -> None:
    key = tmp_path / "key.txt"
    key.write_text(text)

    with pytest.raises(Usage, match="Not a key file") as refused:
        read_rescue(written(tmp_path), key)

    assert "hunter2" not in refused.value.detail


def test_a_file_that_is_not_there_is_named_with_its_option(tmp_path: Path, key_file: Path) -> None:
    with pytest.raises(Usage, match="can't be read") as refused:
        read_rescue(tmp_path / "gone.age", key_file)

    assert "--rescue" in refused.value.detail
