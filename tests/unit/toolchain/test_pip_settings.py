"""What pip was told, from all the places where pip is told."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from platformctl.errors import Usage
from platformctl.toolchain.pip_settings import pip_settings


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def read(tmp_path: Path, **environ: str) -> dict[str, str]:
    return pip_settings(
        {"HOME": str(tmp_path / "home"), "XDG_CONFIG_DIRS": str(tmp_path / "xdg"), **environ},
        system=tmp_path / "etc",
        prefix=str(tmp_path / "venv"),
    )


def test_a_machine_that_says_nothing_sets_nothing(tmp_path: Path) -> None:
    assert read(tmp_path) == {}


def test_the_user_overrides_the_system_and_the_environment_all(tmp_path: Path) -> None:
    write(tmp_path / "xdg/pip/pip.conf", "[global]\nindex-url = xdg\nproxy = xdg\ncert = xdg\ntimeout = 1\n")
    write(tmp_path / "etc/pip.conf", "[global]\nindex-url = system\nproxy = system\ncert = system\n")
    write(tmp_path / "home/.config/pip/pip.conf", "[global]\nindex-url = user\nproxy = user\n")

    settings = read(tmp_path, PIP_INDEX_URL="environment")

    assert settings == {"index-url": "environment", "proxy": "user", "cert": "system", "timeout": "1"}


def test_the_section_of_install_overrides_the_global_one_of_any_file(tmp_path: Path) -> None:
    write(tmp_path / "etc/pip.conf", "[install]\nindex_url = installs\n")
    write(tmp_path / "venv/pip.conf", "[global]\nindex-url = everything\n")

    assert read(tmp_path) == {"index-url": "installs"}


def test_a_named_file_stands_in_for_the_users(tmp_path: Path) -> None:
    write(tmp_path / "home/.pip/pip.conf", "[global]\nproxy = legacy\n")
    named = write(tmp_path / "named.conf", "[global]\nindex-url = named\n")

    assert read(tmp_path, PIP_CONFIG_FILE=str(named))["index-url"] == "named"
    assert "proxy" not in read(tmp_path, PIP_CONFIG_FILE=str(named))


def test_dev_null_switches_all_files_off(tmp_path: Path) -> None:
    write(tmp_path / "etc/pip.conf", "[global]\nindex-url = system\n")

    assert "index-url" not in read(tmp_path, PIP_CONFIG_FILE="/dev/null")


def test_an_empty_variable_counts_as_unset(tmp_path: Path) -> None:
    write(tmp_path / "etc/pip.conf", "[global]\nindex-url = system\n")

    assert read(tmp_path, PIP_INDEX_URL="") == {"index-url": "system"}


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    path = write(tmp_path / "etc/pip.conf", "index-url = nowhere\n")

    with pytest.raises(Usage) as caught:
        read(tmp_path)

    assert str(path) in caught.value.detail


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1))
def test_a_value_arrives_as_it_was_written(value: str) -> None:
    settings = pip_settings({"PIP_INDEX_URL": value}, system=Path("/nonexistent"), prefix="/nonexistent")

    assert settings["index-url"] == value
