"""The lock that tells whether anything of a run still lives: us, Terraform, or a provider of it.

It belongs to the open file, which every child inherits, so it ends with the last of them. It is never unlocked, only
closed: `LOCK_UN` through one copy of the descriptor would end it for all. The file says which platformctl took it.
"""

import fcntl
import os
import time
from pathlib import Path

from platformctl.errors import Busy

_PAUSE = 0.1


def take(path: Path) -> int:
    """Take the lock and give its descriptor, which may be inherited; `Busy` while somebody lives."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(descriptor)
        raise Busy(
            "A run of this stack still lives",
            detail="Terraform, or a provider that it started, has not ended yet.",
            hint="platformctl settle",
        ) from error
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, str(os.getpid()).encode(), 0)
    return descriptor


def somebody_lives(path: Path) -> bool:
    """Claim that a process still holds the lock; changes nothing."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def only_survivors(path: Path) -> bool:
    """Claim that somebody lives, and that the platformctl which took the lock is gone."""
    return somebody_lives(path) and _is_gone(path)


def _is_gone(path: Path) -> bool:
    try:
        os.kill(int(path.read_bytes() or b"-"), 0)
    except (FileNotFoundError, ValueError, PermissionError):  # a lock by an earlier platformctl names nobody
        return False
    except ProcessLookupError:
        return True
    return False


def wait_for_survivors(path: Path, seconds: float) -> bool:
    """Wait until nobody lives, at most so long; claim that it came to that."""
    deadline = time.monotonic() + seconds
    while somebody_lives(path):
        if time.monotonic() >= deadline:
            return False
        time.sleep(_PAUSE)
    return True
