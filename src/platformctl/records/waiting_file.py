"""The bytes that are about to be written into a state file, kept beside it until they are there.

First line: the SHA-256 of what they replace. A state file that is neither that, nor torn, nor these bytes was written
by somebody else since.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from platformctl.project.files import write_atomically
from platformctl.records.private_folder import sync_folder


@dataclass(frozen=True)
class Waiting:
    """A commit that has not reached the state file, or not all of it."""

    content: bytes
    replaces: str

    def may_finish_over(self, current: bytes) -> bool:
        """Claim that the state file still holds what was to be replaced, or already the new bytes."""
        return current == self.content or digest(current) == self.replaces


class WaitingFile:
    """The one place beside a state file for such a commit."""

    def __init__(self, state: Path) -> None:
        """Take the state file's path."""
        self.path = state.with_name(f".{state.name}.next")

    def write(self, content: bytes, *, over: bytes) -> None:
        """Keep the bytes, on disk for good, before the state file is touched."""
        write_atomically(self.path, digest(over).encode() + b"\n" + content, mode=0o600)
        sync_folder(self.path.parent)

    def read(self) -> Waiting | None:
        """Return what waits; nearly always nothing does."""
        try:
            replaces, _, content = self.path.read_bytes().partition(b"\n")
        except FileNotFoundError:
            return None
        return Waiting(content, replaces.decode("ascii", "replace"))

    def sweep(self) -> None:
        """Remove what killed writers left half-made; only for who holds the lock."""
        for left in self.path.parent.glob(f".{self.path.name}.*"):
            left.unlink(missing_ok=True)

    def remove(self) -> None:
        """Forget the bytes: they are in the state file."""
        if self.path.exists():
            self.path.unlink()
            sync_folder(self.path.parent)


def digest(content: bytes) -> str:
    """Return the SHA-256 that names these bytes."""
    return hashlib.sha256(content).hexdigest()
