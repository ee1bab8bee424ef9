"""The environments that platformctl drives as tools: what each is made of and how to tell that it is whole."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)\s*(?P<marker>;[^\\]*)?", re.MULTILINE)
SEEDS = frozenset({"pip", "setuptools", "wheel"})
"""What `python -m venv` may put into any environment."""


@dataclass(frozen=True)
class Recipe:
    """An environment's name, what it is locked to, and what must be importable in it."""

    name: str
    variable: str
    """The environment variable that names a ready one."""
    probes: tuple[str, ...]
    lock: Path
    """Requirements, each pinned to a version and its hashes."""
    megabytes: int
    """What its making takes on disk: the environment with its bytecode, and what uv keeps beside it."""

    def version_of(self, package: str) -> str:
        """Return the version that the lock pins a package to."""
        pins = {pin["name"]: pin["version"] for pin in PIN.finditer(self.lock.read_text("utf-8"))}
        return pins[package]


LOCKS = Path(__file__).parent / "locks"

RECIPES: Mapping[str, Recipe] = {
    "checkov": Recipe(
        "checkov",
        "PLATFORMCTL_CHECKOV_ENV",
        ("checkov.terraform.runner", "checkov.terraform.plan_runner"),
        LOCKS / "checkov.txt",
        megabytes=400,
    ),
    "emulator": Recipe(
        "emulator",
        "PLATFORMCTL_EMULATOR_ENV",
        ("moto.moto_server.werkzeug_app", "flask_cors", "yaml"),
        LOCKS / "emulator.txt",
        megabytes=150,
    ),
}


def normalised(name: str) -> str:
    """Spell a package's name the one way that all its spellings share."""
    return re.sub(r"[-_.]+", "-", name).lower()


def misfits(lock: str, installed: Mapping[str, str]) -> list[str]:
    """Say in which ways installed packages (normalised name → version) differ from a lock's text.

    A package that the lock asks for only on some platforms may be absent.
    """
    versions: dict[str, set[str]] = {}
    needed: set[str] = set()
    for pin in PIN.finditer(lock):
        name = normalised(pin["name"])
        versions.setdefault(name, set()).add(pin["version"])
        if not pin["marker"]:
            needed.add(name)
    missing = [f"{name} is missing" for name in sorted(needed - installed.keys())]
    return missing + [
        f"{name} is {version}, not {' or '.join(sorted(versions.get(name, {'in the lock'})))}"
        for name, version in sorted(installed.items())
        if name not in SEEDS and version not in versions.get(name, set())
    ]


def installed_packages(folder: Path) -> dict[str, str]:
    """Read names and versions of what an environment holds from the names of its metadata folders."""
    found = {}
    for metadata in folder.glob("lib/python3*/site-packages/*.dist-info"):
        name, _, version = metadata.name.removesuffix(".dist-info").rpartition("-")
        found[normalised(name)] = version
    return found
