"""The digest of a folder: its files' names and bytes, nothing else."""

import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from platformctl.errors import Usage


def folder_files(folder: Path) -> Mapping[str, Path]:
    """Return every file below `folder` by its relative POSIX path; Usage for a link or anything that is no file."""
    return dict(sorted(_walk(folder, "")))


def folder_digest(folder: Path) -> str:
    """Return `sha256:…` over the sorted pairs of path and content digest."""
    total = hashlib.sha256()
    for name, path in folder_files(folder).items():
        total.update(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {name}\n".encode())
    return f"sha256:{total.hexdigest()}"


def _walk(folder: Path, prefix: str) -> Iterator[tuple[str, Path]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            name = _printable(f"{prefix}{entry.name}", entry.path)
            if entry.is_dir(follow_symlinks=False):
                if entry.name not in {".terraform", "__pycache__"}:
                    yield from _walk(Path(entry.path), f"{name}/")
            elif entry.is_file(follow_symlinks=False):
                yield name, Path(entry.path)
            else:
                raise Usage(
                    "A folder holds something that is not a plain file",
                    detail=f"{entry.path} is a link or a device; modules and packs are made of plain files only.",
                )


def _printable(name: str, path: str) -> str:
    """Return the name; Usage where a line of the digest could not hold it: two folders must never share one."""
    if not name.isprintable():
        raise Usage("A folder holds a file with an odd name", detail=f"{path!a} has characters that can't be seen.")
    return name
