"""The hashes that ship with us."""

import re

import pytest

from platformctl.errors import Usage
from platformctl.toolchain.providers import supported_provider


@pytest.mark.parametrize("source", ["hashicorp/aws", "registry.terraform.io/hashicorp/aws"])
def test_the_supported_provider_has_hashes_of_all_platforms(source: str) -> None:
    locked = supported_provider(source, "5.100.0")

    assert locked.source == "registry.terraform.io/hashicorp/aws"
    assert len([one for one in locked.hashes if re.fullmatch(r"zh:[0-9a-f]{64}", one)]) == 15
    assert len([one for one in locked.hashes if re.fullmatch(r"h1:[A-Za-z0-9+/]{43}=", one)]) == 2


def test_hashes_come_in_the_order_of_lock_files() -> None:
    locked = supported_provider("hashicorp/aws", "5.100.0")

    assert list(locked.hashes) == sorted(locked.hashes)


@pytest.mark.parametrize(("source", "version"), [("hashicorp/aws", "4.0.0"), ("hashicorp/random", "3.0.0")])
def test_an_unknown_provider_names_the_known_ones(source: str, version: str) -> None:
    with pytest.raises(Usage) as caught:
        supported_provider(source, version)

    assert "registry.terraform.io/hashicorp/aws 5.100.0" in caught.value.detail
