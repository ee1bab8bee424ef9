"""Says in which files the protected branch has gone on since a change forked off, as far as it then counts otherwise.

What was only added, a further module and its line in the lock, takes nothing back of what the change was made with.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from platformctl.git.between import Difference, between
from platformctl.git.objects import Objects
from platformctl.project.lock_file import LOCK_NAME
from platformctl.workflows.trust import FILES, VENDOR


def behind(root: Path, fork: str, tip: str, objects: Objects, environ: Mapping[str, str]) -> tuple[str, ...]:
    """Return the files that count otherwise at the tip of the protected branch than where the change forked off."""
    if fork == tip:
        return ()
    found = between(root, fork, tip, environ, (*FILES, VENDOR))
    return changed_meanwhile(found, objects.file(fork, LOCK_NAME), objects.file(tip, LOCK_NAME))


def changed_meanwhile(found: Sequence[Difference], lock_before: bytes, lock_after: bytes) -> tuple[str, ...]:
    """Leave out what was only added."""
    keeps_lock = set(lock_before.splitlines()) <= set(lock_after.splitlines())
    return tuple(
        each.path
        for each in found
        if not (each.path == LOCK_NAME and keeps_lock) and not (each.path.startswith(f"{VENDOR}/") and each.is_new)
    )
