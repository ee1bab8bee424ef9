"""Remembers by digest which Terraform code was read and accepted, so that it is read once per machine."""

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_READERS = ("policy/source*.py", "terraform/hcl_*.py")


@dataclass(frozen=True)
class Memory:
    """A private folder with an empty file for everything that was accepted; None remembers nothing."""

    folder: Path | None = None

    def knows(self, digest: str) -> bool:
        """Say whether exactly this was accepted before, by these rules."""
        return self.folder is not None and (self.folder / digest).is_file()

    def remember(self, digest: str) -> None:
        """Keep that it was accepted; a folder that can't be written only makes the next time slower."""
        if self.folder is not None:
            with suppress(OSError):
                self.folder.mkdir(mode=0o700, exist_ok=True)
                (self.folder / digest).touch(mode=0o600)


def digest_of(what: str, files: Mapping[str, bytes]) -> str:
    """Digest what was read, by which rules and as what."""
    total = hashlib.sha256(f"{_rules()} {what}\n".encode())
    for name, content in sorted(files.items()):
        total.update(f"{hashlib.sha256(content).hexdigest()}  {name}\n".encode())
    return total.hexdigest()


@cache
def _rules() -> str:
    """Digest the rules themselves: when they change, everything is read again."""
    package = Path(__file__).parents[1]
    total = hashlib.sha256()
    for path in sorted(path for pattern in _READERS for path in package.glob(pattern)):
        total.update(path.read_bytes())
    return total.hexdigest()
