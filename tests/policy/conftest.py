"""A real worker with the built-in pack, and the folders it judges."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from platformctl.catalog.sources import builtin_folder
from platformctl.policy.client import start_worker
from platformctl.policy.conversation import Worker
from platformctl.policy.packs import Pack, load_pack
from platformctl.progress import silent
from platformctl.toolchain.environments import ensure_environment
from platformctl.toolchain.paths import cache_folder


@pytest.fixture(scope="session")
def builtin() -> Pack:
    return load_pack(builtin_folder("policies") / "builtin")


@pytest.fixture(scope="session")
def checkov() -> Path:
    return ensure_environment("checkov", os.environ, silent)


@pytest.fixture(scope="session")
def cache() -> Path:
    return cache_folder(os.environ)


@pytest.fixture(scope="session")
def shared_worker(
    builtin: Pack, checkov: Path, cache: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Worker]:
    """For tests that only ask, about what is well formed."""
    with start_worker(checkov, [builtin], tmp_path_factory.mktemp("judge"), cache) as worker:
        yield worker


@pytest.fixture
def worker(builtin: Pack, checkov: Path, cache: Path, tmp_path: Path) -> Iterator[Worker]:
    """For tests that may break it."""
    with start_worker(checkov, [builtin], tmp_path / "scratch", cache) as worker:
        yield worker
