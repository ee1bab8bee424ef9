"""A mirror is taken where only the system's owner could have put it."""

import os
from pathlib import Path

import pytest

from platformctl.errors import Usage
from platformctl.toolchain.provider_mirror import REGISTRY, find_mirror

ME = os.geteuid()


def mirror(folder: Path) -> Path:
    (folder / REGISTRY).mkdir(parents=True, mode=0o755)
    return folder


def test_a_mirror_directly_in_a_prefix_is_found(tmp_path: Path) -> None:
    mirror(tmp_path / "share")

    assert find_mirror({}, [tmp_path / "share"], ME) == tmp_path / "share"


def test_a_mirror_one_level_below_is_found_in_the_order_of_the_prefixes(tmp_path: Path) -> None:
    mirror(tmp_path / "opt" / "providers")
    mirror(tmp_path / "share" / "terraform")

    found = find_mirror({}, [tmp_path / "missing", tmp_path / "share", tmp_path / "opt"], ME)

    assert found == tmp_path / "share" / "terraform"


def test_a_mirror_two_levels_below_is_not_looked_for(tmp_path: Path) -> None:
    mirror(tmp_path / "share" / "vendor" / "providers")

    assert find_mirror({}, [tmp_path / "share"], ME) is None


@pytest.mark.parametrize("place", ["share", "share/providers", f"share/providers/{REGISTRY}"])
@pytest.mark.parametrize("mode", [0o775, 0o757, 0o1777])
def test_a_place_that_others_can_write_to_does_not_count(tmp_path: Path, place: str, mode: int) -> None:
    mirror(tmp_path / "share" / "providers")
    (tmp_path / place).chmod(mode)

    assert find_mirror({}, [tmp_path / "share"], ME) is None


def test_a_place_of_another_owner_does_not_count(tmp_path: Path) -> None:
    mirror(tmp_path / "share" / "providers")

    assert find_mirror({}, [tmp_path / "share"], ME + 1) is None


def test_links_are_not_followed(tmp_path: Path) -> None:
    mirror(tmp_path / "elsewhere")
    (tmp_path / "share").mkdir()
    (tmp_path / "share" / "providers").symlink_to(tmp_path / "elsewhere")

    assert find_mirror({}, [tmp_path / "share"], ME) is None


def test_the_named_mirror_wins(tmp_path: Path) -> None:
    mirror(tmp_path / "share")
    named = mirror(tmp_path / "named")

    assert find_mirror({"PLATFORMCTL_PROVIDER_MIRROR": str(named)}, [tmp_path / "share"], ME) == named


@pytest.mark.parametrize("named", ["relative", "/nonexistent"])
def test_a_named_folder_that_is_no_mirror_is_refused(named: str) -> None:
    with pytest.raises(Usage) as caught:
        find_mirror({"PLATFORMCTL_PROVIDER_MIRROR": named})

    assert caught.value.hint == "unset PLATFORMCTL_PROVIDER_MIRROR"
