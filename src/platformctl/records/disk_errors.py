"""Says in our words what the disk refuses about a state file."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from platformctl.errors import PlatformError

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextmanager
def state_refusals(path: Path) -> Iterator[None]:
    """Turn the system's errors about the state at `path` into ours."""
    try:
        yield
    except OSError as error:
        summary = "The disk is full" if error.errno in _FULL else "The state can't be used"
        raise PlatformError(
            summary,
            detail=f"{error.filename or path}: {error.strerror or error}. What was committed before is kept.",
            hint=f"df -h {path.parent}; ls -ld {path.parent} {path}",
        ) from error
