"""The mark that an environment was made to its end: a file that arrives in it by a rename."""

import os
from pathlib import Path

READY = ".ready"


def interpreter(folder: Path) -> Path:
    """Name the interpreter of an environment."""
    return folder / "bin" / "python"


def is_ready(folder: Path) -> bool:
    """Tell whether an environment carries the mark and its interpreter still exists: two stat calls."""
    return (folder / READY).is_file() and os.access(interpreter(folder), os.X_OK)


def mark_ready(folder: Path) -> None:
    """Put the mark on an environment that has just been found healthy."""
    fresh = folder / f"{READY}.new"
    fresh.touch()
    fresh.rename(folder / READY)
