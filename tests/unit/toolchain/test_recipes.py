"""Whether an environment's packages equal its lock."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from platformctl.toolchain.recipes import PIN, RECIPES, installed_packages, misfits, normalised

LOCK = (
    "boolean-py==5.0 \\\n    --hash=sha256:aa\n"
    "numpy==2.4.6 ; python_full_version < '3.12' \\\n    --hash=sha256:bb\n"
    "numpy==2.5.5 ; python_full_version >= '3.12' \\\n    --hash=sha256:cc\n"
)
NAMES = st.from_regex(r"[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,4})?", fullmatch=True)
VERSIONS = st.from_regex(r"[0-9]{1,4}(\.[0-9]{1,3}){0,3}(\.post[0-9])?", fullmatch=True)


@pytest.mark.parametrize("numpy", ["2.4.6", "2.5.5"])
def test_a_package_may_have_any_version_that_the_lock_gives_some_platform(numpy: str) -> None:
    assert misfits(LOCK, {"boolean-py": "5.0", "numpy": numpy}) == []


def test_a_package_for_other_platforms_may_be_absent() -> None:
    assert misfits(LOCK, {"boolean-py": "5.0"}) == []


@pytest.mark.parametrize(
    ("installed", "said"),
    [
        ({}, "boolean-py is missing"),
        ({"boolean-py": "4.0"}, "boolean-py is 4.0, not 5.0"),
        ({"boolean-py": "5.0", "numpy": "1.0"}, "numpy is 1.0, not 2.4.6 or 2.5.5"),
        ({"boolean-py": "5.0", "extra": "1.0"}, "extra is 1.0, not in the lock"),
    ],
)
def test_each_difference_is_named(installed: dict[str, str], said: str) -> None:
    assert misfits(LOCK, installed) == [said]


def test_what_venv_seeds_is_no_difference() -> None:
    assert misfits(LOCK, {"boolean-py": "5.0", "pip": "99", "setuptools": "1"}) == []


@given(st.dictionaries(NAMES, VERSIONS, min_size=1))
def test_any_lock_equals_what_it_names(pins: dict[str, str]) -> None:
    lock = "".join(
        f"{name}=={version} \\\n    --hash=sha256:00 \\\n    --hash=sha256:11\n" for name, version in pins.items()
    )

    assert misfits(lock, {normalised(name): version for name, version in pins.items()}) == []


def test_installed_packages_are_read_from_their_metadata(environment_of: Callable[..., Path]) -> None:
    folder = environment_of("boolean.py-5.0", "PyYAML-6.0.3", "charset_normalizer-3.5.2")

    assert installed_packages(folder) == {"boolean-py": "5.0", "pyyaml": "6.0.3", "charset-normalizer": "3.5.2"}


@pytest.mark.parametrize("name", ["checkov", "emulator"])
def test_a_shipped_lock_pins_hashes_and_names_no_index(name: str) -> None:
    text = RECIPES[name].lock.read_text("utf-8")

    assert len(PIN.findall(text)) > 20
    assert "://" not in text
    assert text.count("--hash=sha256:") > len(PIN.findall(text))
