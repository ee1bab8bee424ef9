"""Writes files so that a half-written one is never seen (architecture, rule 3)."""

import os
import re
import shlex
import stat
import tempfile
from collections.abc import Collection
from pathlib import Path

from platformctl.errors import PlatformError

_LEFT = re.compile(r"\.(?P<name>.+)\.[a-z0-9_]{8}")
"""As `tempfile.mkstemp` names them for `_replace`."""


def write_atomically(path: Path, content: bytes, *, mode: int = 0o644) -> None:
    """Replace `path` by `content` through a rename; PlatformError tells what the system refused."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, content, mode)
    except OSError as error:
        folder = shlex.quote(str(path.parent))
        raise PlatformError(
            "A file can't be written",
            detail=f"{path}: {error.strerror}. Nothing was half-written; what was there before is unchanged.",
            hint=f"df -h {folder}; ls -ld {folder}",
        ) from error


def _replace(path: Path, content: bytes, mode: int) -> None:
    descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fchmod(file.fileno(), mode)
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def is_left_over(path: Path, names: Collection[str]) -> bool:
    """Say whether a plain file is what a write of one of these names left when it was killed; nobody reads it."""
    found = _LEFT.fullmatch(path.name)
    return found is not None and found["name"] in names and path.is_file() and not path.is_symlink()


def plain_bytes(path: Path) -> bytes | None:
    """Read a plain file; None where there is none, or where something else lies there, as a link."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    with os.fdopen(descriptor, "rb") as file:
        return file.read() if stat.S_ISREG(os.fstat(descriptor).st_mode) else None
