"""Finds the folder of Terraform providers that this machine already holds, so that nothing need be downloaded."""

import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from platformctl.errors import Usage

VARIABLE = "PLATFORMCTL_PROVIDER_MIRROR"
REGISTRY = "registry.terraform.io"
PREFIXES = (Path("/usr/share"), Path("/usr/local/share"), Path("/opt"))
"""Where the file system hierarchy standard puts shared data and add-on packages."""


def find_mirror(environ: Mapping[str, str], prefixes: Sequence[Path] = PREFIXES, owner: int = 0) -> Path | None:
    """Return the named mirror, else the first one under the system's prefixes that only `owner` (root) can change."""
    named = environ.get(VARIABLE, "")
    if named:
        return _named(Path(named))
    return next((place for prefix in prefixes for place in _mirrors(prefix, owner)), None)


def _named(place: Path) -> Path:
    if not place.is_absolute() or not (place / REGISTRY).is_dir():
        detail = f"{VARIABLE} names {place}; an absolute folder that holds {REGISTRY}/ is needed."
        raise Usage("Not a provider mirror", detail=detail, hint=f"unset {VARIABLE}")
    return place


def _mirrors(prefix: Path, owner: int) -> Iterator[Path]:
    if not _kept(prefix, owner):
        return
    for place in (prefix, *_folders(prefix)):
        if _kept(place / REGISTRY, owner) and _kept(place, owner):
            yield place


def _folders(prefix: Path) -> list[Path]:
    """List what lies one level below, in a fixed order; links lead elsewhere and don't count."""
    try:
        with os.scandir(prefix) as entries:
            return sorted(Path(entry.path) for entry in entries if entry.is_dir(follow_symlinks=False))
    except OSError:
        return []


def _kept(folder: Path, owner: int) -> bool:
    """Tell whether this is a folder, no link, that `owner` has and nobody else may write to."""
    try:
        info = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(info.st_mode) and info.st_uid == owner and not info.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
