"""The digest of a stack: over module, packs and generated files. One digest is one intent."""

import hashlib
from collections.abc import Iterator, Mapping

from platformctl.project.lock_file import Lock

PLACE = "backend.tf"
"""Where the state lies: what is wanted stays the same when it moves to another store."""


def stack_digest(module: str, lock: Lock, hashes: Mapping[str, str]) -> str:
    """Digest the module's digest, the locked packs, and each generated file's SHA-256 by its name, but the place's."""
    total = hashlib.sha256(f"{module}\n".encode())
    for item, pin in sorted(lock.packs.items()):
        total.update(f"{item} {pin.digest}\n".encode())
    for name, sha256 in sorted((name, sha256) for name, sha256 in hashes.items() if name != PLACE):
        total.update(f"{sha256}  {name}\n".encode())
    return f"sha256:{total.hexdigest()}"


def possible_digests(kind: str, lock: Lock, hashes: Mapping[str, str]) -> Iterator[str]:
    """Yield what a stack's digest can have been, of files that are no longer there to be rendered.

    One for each version of the kind's module that was locked: the files name the version that it was, so that no two
    intents can be taken for each other.
    """
    for item, pin in lock.modules.items():
        if item.partition("@")[0] == kind:
            yield stack_digest(pin.digest, lock, hashes)
