"""A file is whole or it is as it was: a full disk, a folder in the way, a kill leave nothing half-written."""

import os
import resource
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from platformctl.errors import PlatformError
from platformctl.project.files import write_atomically
from platformctl.project.starting import with_lines


@pytest.fixture
def full_disk() -> Iterator[None]:
    """No file may grow beyond a few bytes; Python turns the signal into an error, as a full disk is one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_and_its_folders_are_made(tmp_path: Path) -> None:
    write_atomically(tmp_path / "a/b/file", b"new")

    assert (tmp_path / "a/b/file").read_bytes() == b"new"
    assert (tmp_path / "a/b/file").stat().st_mode & 0o777 == 0o644


def test_a_file_is_private_when_that_is_asked_for(tmp_path: Path) -> None:
    write_atomically(tmp_path / "file", b"new", mode=0o600)

    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o600


@pytest.mark.usefixtures("full_disk")
def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"old")

    with pytest.raises(PlatformError, match="can't be written") as refused:
        write_atomically(tmp_path / "file", b"x" * 1000)

    assert (tmp_path / "file").read_bytes() == b"old"
    assert names(tmp_path) == ["file"]
    assert "what was there before is unchanged" in refused.value.detail


def test_a_file_where_a_folder_should_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"a file")

    with pytest.raises(PlatformError) as refused:
        write_atomically(tmp_path / "a/b", b"new")

    assert str(tmp_path / "a/b") in refused.value.detail


def test_a_folder_where_the_file_should_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").mkdir()

    with pytest.raises(PlatformError):
        write_atomically(tmp_path / "file", b"new")

    assert names(tmp_path) == ["file"]


def test_a_rename_that_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(Path, "replace", refused)

    with pytest.raises(PlatformError, match="can't be written") as error:
        write_atomically(tmp_path / "file", b"new")

    assert (names(tmp_path), "Read-only file system" in error.value.detail) == ([], True)


def test_a_link_is_replaced_and_what_it_points_at_stays(tmp_path: Path) -> None:
    (tmp_path / "target").write_bytes(b"old")
    (tmp_path / "file").symlink_to(tmp_path / "target")

    write_atomically(tmp_path / "file", b"new")

    assert not (tmp_path / "file").is_symlink()
    assert (tmp_path / "target").read_bytes() == b"old"


def test_a_hint_can_be_pasted_whatever_the_folder_is_called(tmp_path: Path) -> None:
    (tmp_path / "my project").write_bytes(b"")

    with pytest.raises(PlatformError) as refused:
        write_atomically(tmp_path / "my project/file", b"new")

    assert f"'{tmp_path}/my project'" in refused.value.hint


@pytest.mark.parametrize("old", [None, "", "a", "a\n", "b\na", "x\r\n"])
def test_lines_are_added_once(tmp_path: Path, old: str | None) -> None:
    if old is not None:
        (tmp_path / "list").write_bytes(old.encode())

    with_lines(tmp_path / "list", ("a", "b"))
    once = (tmp_path / "list").read_bytes()
    with_lines(tmp_path / "list", ("a", "b"))

    assert (tmp_path / "list").read_bytes() == once
    assert {*(old or "").split(), "a", "b"} == {*once.decode().split()}


@given(st.binary(max_size=5000))
def test_any_bytes_arrive(content: bytes) -> None:
    path = Path(os.environ.get("TMPDIR", "/tmp")) / f"platformctl-bytes-{os.getpid()}"

    write_atomically(path, content)

    assert path.read_bytes() == content
    path.unlink()
