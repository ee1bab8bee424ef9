"""The rescue file: a state that no store could take, encrypted for the people who hold the key (age).

Inside lie one line that says whose state it is, and the state. Who holds the key reads it with `age -d` as well.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from platformctl.errors import Usage
from platformctl.project.files import write_atomically

SUFFIX = ".age"


@dataclass(frozen=True)
class Rescued:
    """What a rescue file holds."""

    stack: str
    run: str
    state: bytes = field(repr=False)


def write_rescue(folder: Path, recipient: str, rescued: Rescued) -> Path:
    """Write the file, readable by its owner only; a later state of the same run replaces the earlier one."""
    import pyrage

    head = json.dumps({"stack": rescued.stack, "run": rescued.run}).encode()
    key = pyrage.x25519.Recipient.from_str(recipient)
    path = folder / f"{rescued.stack.replace('/', '-')}-{rescued.run}{SUFFIX}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_atomically(path, pyrage.encrypt(head + b"\n" + rescued.state, [key]), mode=0o600)
    return path


def read_rescue(path: Path, identity: Path) -> Rescued:
    """Read the file with the key in the other file."""
    import pyrage

    keys = _identities(identity)
    try:
        content = pyrage.decrypt(_content(path, "--rescue"), keys)
    except pyrage.DecryptError as error:
        raise Usage(
            "A rescue file can't be opened",
            detail=f"{path}: {error}. It is encrypted for the recipient that platform.yaml named, or it is damaged.",
            hint=f"age -d -i {identity} {path} > /dev/null",
        ) from None
    return _parsed(path, content)


def _parsed(path: Path, content: bytes) -> Rescued:
    head, _, state = content.partition(b"\n")
    try:
        said: Any = json.loads(head)
        return Rescued(str(said["stack"]), str(said["run"]), state)
    except (ValueError, KeyError, TypeError):
        raise Usage("Not a rescue file", detail=f"{path} was encrypted by something else than platformctl.") from None


def _identities(path: Path) -> Sequence[Any]:
    import pyrage

    try:
        found = [pyrage.x25519.Identity.from_str(line) for line in _lines(path)]
    except pyrage.IdentityError:
        found = []
    if not found:
        raise Usage(
            "Not a key file",
            detail=f"{path} holds no key that begins with AGE-SECRET-KEY-1, or one that is not whole.",
            hint="age-keygen -o key.txt",
        )
    return found


def _lines(path: Path) -> Iterator[str]:
    text = _content(path, "--identity").decode("ascii", errors="replace")
    return (line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


def _content(path: Path, option: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Usage("A file can't be read", detail=f"{option} {path}: {error.strerror or error}.") from None
