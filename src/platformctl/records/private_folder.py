"""Makes folders that only their owner may enter, and refuses links on the way."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from platformctl.errors import PlatformError


def make_private_folder(base: Path, *names: str) -> Path:
    """Make `base` and the named folders below it, each 0700 and none of them a link; return the last."""
    folder = base
    for name in ("", *names):
        folder = folder / name
        refuse_link(folder)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if folder.stat().st_mode & 0o077:
            folder.chmod(0o700)
    return folder


def refuse_link(path: Path) -> None:
    """Stop at a symbolic link: a branch could have brought it, to make us write elsewhere."""
    if path.is_symlink():
        raise PlatformError(
            "A link where none may be",
            detail=f"{path} is a symbolic link; platformctl keeps states and records only in real folders and files.",
            hint=f"ls -l {path}",
        )


def sync_folder(folder: Path) -> None:
    """Make names that were given or taken in this folder last through a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def whole_folder(folder: Path) -> Iterator[None]:
    """Be alone in the folder while something is made in it; what was made lasts."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
