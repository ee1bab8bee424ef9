"""Makes files and folders that only their owner can read, whatever the umask of the process says."""

import os
from pathlib import Path
from typing import BinaryIO


def create_private(path: Path) -> BinaryIO:
    """Open a new file for writing, 0600; a file or link that is already there is an error."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb")


def write_private(path: Path, content: bytes) -> None:
    """Write a new file, 0600."""
    with create_private(path) as file:
        file.write(content)


def private_folder(path: Path) -> Path:
    """Make a folder, 0700, and those above it that are missing likewise."""
    if not path.is_dir():
        private_folder(path.parent)
        path.mkdir(mode=0o700, exist_ok=True)
    return path
