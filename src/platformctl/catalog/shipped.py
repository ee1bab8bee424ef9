"""What platformctl itself ships, by version and digest: the source that built-in copies are held against."""

import re
from collections.abc import Mapping
from pathlib import Path

from platformctl.catalog.digest import folder_digest
from platformctl.catalog.sources import builtin_folder

EARLIER: Mapping[str, Mapping[str, str]] = {"modules": {}, "packs": {}}
"""Digest of each `name@version` that an earlier platformctl shipped. Whoever raises a version adds the old one here:
projects that still use it are refused otherwise."""
_FOLDERS: Mapping[str, str] = {"modules": "modules", "packs": "policies"}
_VERSION = re.compile(rb"""^version:\s*["']?(?P<version>[0-9]+\.[0-9]+\.[0-9]+)["']?\s*(#.*)?$""", re.MULTILINE)


def shipped_digest(what: str, item: str) -> str:
    """Return the digest of a built-in module or pack; nothing for a version that this platformctl does not know."""
    name, _, version = item.partition("@")
    folder = builtin_folder(_FOLDERS[what]) / name
    if folder.is_dir() and shipped_version(folder) == version:
        return folder_digest(folder)
    return EARLIER[what].get(item, "")


def shipped_version(folder: Path) -> str:
    """Return the version of a module or pack without reading all of its contract; nothing where it says none."""
    for name in ("module.yaml", "pack.yaml"):
        if (folder / name).is_file():
            found = _VERSION.search((folder / name).read_bytes())
            return found["version"].decode() if found else ""
    return ""
