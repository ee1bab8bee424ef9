"""The digest of a folder: its names and bytes, nothing else; two folders that differ never share one."""

import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from platformctl.catalog.digest import folder_digest, folder_files
from platformctl.errors import Usage

NAMES = st.sampled_from(["main.tf", "b", "a/b", "a/c", "deep/er/x"])


def folder(root: Path, files: Mapping[str, bytes]) -> Path:
    root.mkdir(parents=True)
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)
    return root


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(NAMES, st.binary(max_size=4)), st.dictionaries(NAMES, st.binary(max_size=4)))
def test_folders_have_one_digest_exactly_when_they_are_equal(
    tmp_path_factory: pytest.TempPathFactory, one: dict[str, bytes], other: dict[str, bytes]
) -> None:
    root = tmp_path_factory.mktemp("folders")

    digests = [folder_digest(folder(root / name, files)) for name, files in (("one", one), ("other", other))]

    assert (digests[0] == digests[1]) == (one == other)


def test_time_and_rights_do_not_count(tmp_path: Path) -> None:
    root = folder(tmp_path / "module", {"main.tf": b"x"})
    before = folder_digest(root)

    os.utime(root / "main.tf", (1, 1))
    (root / "main.tf").chmod(0o600)

    assert folder_digest(root) == before


def test_what_terraform_and_python_leave_behind_does_not_count(tmp_path: Path) -> None:
    root = folder(tmp_path / "module", {"main.tf": b"x", ".terraform/providers/evil": b"", "a/__pycache__/x.pyc": b""})

    assert list(folder_files(root)) == ["main.tf"]


@pytest.mark.parametrize("target", ["main.tf", "/etc/passwd", ".", "missing"])
def test_a_link_is_refused_wherever_it_leads(tmp_path: Path, target: str) -> None:
    root = folder(tmp_path / "module", {"main.tf": b"x"})
    (root / "link").symlink_to(target)

    with pytest.raises(Usage, match="not a plain file") as refused:
        folder_digest(root)

    assert str(root / "link") in refused.value.detail


def test_a_pipe_is_refused(tmp_path: Path) -> None:
    root = folder(tmp_path / "module", {"main.tf": b"x"})
    os.mkfifo(root / "pipe")

    with pytest.raises(Usage, match="not a plain file"):
        folder_digest(root)


@pytest.mark.parametrize("name", [b"a\nb", b"a\x1b[2J", b"a\xe2\x80\xae", b"\xff"])
def test_a_name_that_can_not_be_seen_is_refused(tmp_path: Path, name: bytes) -> None:
    root = folder(tmp_path / "module", {"main.tf": b"x"})
    (root / os.fsdecode(name)).write_bytes(b"")

    with pytest.raises(Usage, match="odd name") as refused:
        folder_digest(root)

    assert refused.value.detail.isascii()
