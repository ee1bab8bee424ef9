"""Where the user's own folders lie, and who may look into them."""

import stat
from pathlib import Path

import pytest

from platformctl.errors import PlatformError, Usage
from platformctl.toolchain.paths import cache_folder, state_folder


def test_the_cache_lies_below_home(tmp_path: Path) -> None:
    assert cache_folder({"HOME": str(tmp_path)}) == tmp_path / ".cache" / "platformctl"


def test_the_state_lies_where_xdg_says(tmp_path: Path) -> None:
    environ = {"HOME": "/nowhere", "XDG_STATE_HOME": str(tmp_path)}

    assert state_folder(environ) == tmp_path / "platformctl"


def test_a_relative_xdg_folder_counts_as_unset(tmp_path: Path) -> None:
    environ = {"HOME": str(tmp_path), "XDG_CACHE_HOME": "somewhere"}

    assert cache_folder(environ) == tmp_path / ".cache" / "platformctl"


def test_only_the_user_may_look_into_the_state(tmp_path: Path) -> None:
    open_to_all = tmp_path / ".local" / "state" / "platformctl"
    open_to_all.mkdir(parents=True, mode=0o755)

    folder = state_folder({"HOME": str(tmp_path)})

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("environ", [{}, {"HOME": ""}, {"HOME": "relative"}])
def test_without_a_home_the_error_names_what_to_set(environ: dict[str, str]) -> None:
    with pytest.raises(Usage) as caught:
        cache_folder(environ)

    assert caught.value.hint == "export XDG_CACHE_HOME=/path/to/folder"


def test_a_home_that_cannot_hold_folders_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(PlatformError) as caught:
        state_folder({"HOME": str(tmp_path / "file")})

    assert str(tmp_path / "file") in caught.value.detail
    assert caught.value.exit_code == 1
