"""Files as they were at a commit."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.repository import ENVIRON, commit_all, git, make_repository

from platformctl.errors import PlatformError
from platformctl.git.objects import MOST, Entry, Objects, entries, open_objects

NAMES = st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=20)
ENTRIES = st.builds(
    Entry, st.sampled_from(["100644", "40000", "120000"]), NAMES, st.binary(min_size=20, max_size=20).map(bytes.hex)
)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "stacks/dev"
    folder.mkdir(parents=True)
    (folder / "main.tf").write_text("# main\n")
    (folder / "link.tf").symlink_to("main.tf")
    (tmp_path / "big").write_bytes(b"x" * (MOST + 1))
    make_repository(tmp_path)
    return tmp_path


@pytest.fixture
def objects(repository: Path) -> Iterator[Objects]:
    with open_objects(repository, ENVIRON) as opened:
        yield opened


def test_a_folder_is_listed_and_a_link_in_it_is_no_file(objects: Objects) -> None:
    found = {entry.name: entry.is_plain for entry in objects.folder("HEAD", "stacks/dev")}

    assert found == {"main.tf": True, "link.tf": False}


def test_files_are_read_as_they_were(repository: Path, objects: Objects) -> None:
    first = git(repository, "rev-parse", "HEAD")
    (repository / "stacks/dev/main.tf").write_text("# other\n")
    second = commit_all(repository, "second")

    assert [objects.file(commit, "stacks/dev/main.tf") for commit in (first, second)] == [b"# main\n", b"# other\n"]


def test_paths_are_those_of_the_folder_that_was_asked_about(repository: Path) -> None:
    with open_objects(repository / "stacks", ENVIRON) as inner:
        assert inner.file("HEAD", "dev/main.tf") == b"# main\n"


@pytest.mark.parametrize(
    ("commit", "path"),
    [
        ("HEAD", "nowhere"),
        ("0" * 40, "stacks/dev"),
        ("HEAD", "big"),
        ("HEAD", "x\nHEAD:./stacks/dev/main.tf"),
        ("HEAD", "\udcff"),
    ],
)
def test_what_is_missing_or_too_large_is_nothing_and_the_next_answer_is_right(
    objects: Objects, commit: str, path: str
) -> None:
    assert objects.file(commit, path) == b""
    assert objects.folder(commit, path) == ()
    assert objects.file("HEAD", "stacks/dev/main.tf") == b"# main\n"


def test_a_folder_is_no_file_and_a_file_no_folder(objects: Objects) -> None:
    assert objects.file("HEAD", "stacks/dev") == b""
    assert objects.folder("HEAD", "stacks/dev/main.tf") == ()


def test_the_digest_is_that_of_the_content_however_large(repository: Path, objects: Objects) -> None:
    big = git(repository, "rev-parse", "HEAD:big")

    assert objects.sha256(big) == hashlib.sha256(b"x" * (MOST + 1)).hexdigest()
    assert objects.sha256("0" * 40) == ""


def test_a_git_that_ends_early_is_an_error(tmp_path: Path) -> None:
    with open_objects(tmp_path / "nowhere", ENVIRON) as objects, pytest.raises(PlatformError, match="git ended early"):
        objects.file("HEAD", "x")


@given(st.lists(ENTRIES, max_size=10))
def test_a_tree_is_read_as_it_was_written(written: list[Entry]) -> None:
    tree = b"".join(f"{one.mode} {one.name}\0".encode() + bytes.fromhex(one.oid) for one in written)

    assert list(entries(tree, 20)) == written
