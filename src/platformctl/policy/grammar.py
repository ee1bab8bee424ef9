"""Keeps the parser table of checkov's HCL parser, made once per machine: without it each start costs half a second.

The parser would keep it by itself, as a pickle in the shared temporary folder, where anybody may put one. So it is made
here, before anything hostile is read, in the user's own cache, and each worker gets a copy.
"""

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

Run = Callable[[Sequence[str], Path], bool]
"""Runs a command in a folder that is all it has; says whether it succeeded."""


def copy_table(python: Path, cache: Path, home: Path, run: Run) -> None:
    """Put the table into the worker's `home`; without one the worker is only slower."""
    with suppress(OSError):
        folder = cache / "judge" / hashlib.sha256(str(python).encode()).hexdigest()[:16]
        if not folder.is_dir():
            _make(python, folder, run)
        for table in folder.iterdir():
            shutil.copyfile(table, home / table.name)


def _make(python: Path, folder: Path, run: Run) -> None:
    """Import the parser in an empty folder, and rename it to its place; of two at once either may win."""
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".making-", dir=folder.parent) as temporary:
        fresh = Path(temporary, "fresh")
        fresh.mkdir(mode=0o700)
        if run([str(python), "-I", "-B", "-c", "import hcl2.parser"], fresh):
            with suppress(OSError):
                fresh.rename(folder)
