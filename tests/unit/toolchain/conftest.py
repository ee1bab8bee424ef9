"""A tiny tool for the toolchain's tests: one wheel, its lock and a recipe, so that real uv works without a network."""

import hashlib
import sys
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from platformctl.toolchain.recipes import Recipe

METADATA = "Metadata-Version: 2.1\nName: gauge\nVersion: 1.0\n"
WHEEL = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
RECORD = "gauge.py,,\ngauge-1.0.dist-info/METADATA,,\ngauge-1.0.dist-info/WHEEL,,\ngauge-1.0.dist-info/RECORD,,\n"


@dataclass(frozen=True)
class Workshop:
    """A recipe whose packages lie in a folder, and an environment that points there and nowhere else."""

    recipe: Recipe
    environ: Mapping[str, str]
    cache: Path


@pytest.fixture
def workshop(tmp_path: Path) -> Callable[..., Workshop]:
    """Build a workshop; say what its package holds, what is probed, or which hash the lock expects."""

    def make(*, code: str = "", probe: str = "gauge", digest: str = "") -> Workshop:
        wheel = _wheel(tmp_path, code)
        lock = tmp_path / "gauge.txt"
        found = hashlib.sha256(wheel.read_bytes()).hexdigest()
        lock.write_text(f"gauge==1.0 \\\n    --hash=sha256:{digest or found}\n", "utf-8")
        recipe = Recipe("gauge", "PLATFORMCTL_GAUGE_ENV", (probe,), lock, megabytes=1)
        environ = {"HOME": str(tmp_path), "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheel.parent)}
        return Workshop(recipe, environ | {"PIP_CONFIG_FILE": "/dev/null"}, tmp_path / ".cache" / "platformctl")

    return make


def _wheel(folder: Path, code: str) -> Path:
    path = folder / "wheels" / "gauge-1.0-py3-none-any.whl"
    path.parent.mkdir()
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("gauge.py", code)
        archive.writestr("gauge-1.0.dist-info/METADATA", METADATA)
        archive.writestr("gauge-1.0.dist-info/WHEEL", WHEEL)
        archive.writestr("gauge-1.0.dist-info/RECORD", RECORD)
    return path


@pytest.fixture
def environment_of(tmp_path: Path) -> Callable[..., Path]:
    """Make a folder that looks like an environment with the given packages."""

    def make(*packages: str) -> Path:
        folder = tmp_path / "named"
        site = folder / "lib" / f"python3.{sys.version_info.minor}" / "site-packages"
        site.mkdir(parents=True)
        (folder / "bin").mkdir()
        (folder / "bin" / "python").symlink_to(sys.executable)
        for package in packages:
            (site / f"{package}.dist-info").mkdir()
        return folder

    return make


@pytest.fixture
def tool(tmp_path: Path) -> Callable[..., Path]:
    """Write a program that answers like terraform or tofu, and counts in a file how often it was asked."""

    def make(name: str, answer: str, folder: str = "bin") -> Path:
        path = tmp_path / folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\necho asked >>'{tmp_path}/asked'\ncat <<'END'\n{answer}\nEND\n", "utf-8")
        path.chmod(0o755)
        return path

    return make
