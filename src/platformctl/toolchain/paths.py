"""The two folders of the user that platformctl keeps: a cache, which may be wiped, and a state, which may not."""

import errno
import os
from collections.abc import Mapping
from pathlib import Path

from platformctl.errors import PlatformError, Usage

NAME = "platformctl"
PRIVATE = 0o700


def cache_folder(environ: Mapping[str, str]) -> Path:
    """Return the user's cache folder of platformctl, made for the user alone."""
    return _private(_base(environ, "XDG_CACHE_HOME", ".cache") / NAME)


def state_folder(environ: Mapping[str, str]) -> Path:
    """Return the user's state folder of platformctl, made for the user alone and writable."""
    folder = _private(_base(environ, "XDG_STATE_HOME", ".local/state") / NAME)
    if not os.access(folder, os.W_OK | os.X_OK):
        raise unwritable(folder, PermissionError(errno.EACCES, os.strerror(errno.EACCES)))
    return folder


def unwritable(folder: Path, cause: OSError) -> PlatformError:
    """Say in one error why a folder of the user can't take what has to be written there."""
    if cause.errno in {errno.ENOSPC, errno.EDQUOT}:
        return PlatformError("The disk is full", detail=f"Nothing more fits under {folder}.", hint=f"df -h {folder}")
    return PlatformError(
        "A folder of the user can't be written",
        detail=f"{folder}: {cause.strerror}. platformctl keeps its tools and the state of its runs there.",
        hint="export XDG_CACHE_HOME=/path/to/cache XDG_STATE_HOME=/path/to/state",
    )


def _base(environ: Mapping[str, str], variable: str, below_home: str) -> Path:
    """Follow the XDG rule: a relative path in the variable counts as unset."""
    named = environ.get(variable, "")
    if named.startswith("/"):
        return Path(named)
    home = environ.get("HOME", "")
    if not home.startswith("/"):
        detail = (
            f"Neither HOME nor {variable} names an absolute folder, so there is no place for platformctl's own files."
        )
        raise Usage("No home folder is known", detail=detail, hint=f"export {variable}=/path/to/folder")
    return Path(home, below_home)


def _private(folder: Path) -> Path:
    try:
        folder.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
        _own(folder)
    except OSError as cause:
        raise unwritable(folder, cause) from cause
    return folder


def _own(folder: Path) -> None:
    """Accept a folder of ours or of root; close one of ours to others."""
    info = folder.stat()
    if info.st_uid not in {os.geteuid(), 0}:
        detail = f"{folder} belongs to user {info.st_uid}, who could change what platformctl runs and keeps there."
        raise PlatformError("A folder of the user belongs to somebody else", detail=detail, hint=f"ls -ld {folder}")
    if info.st_mode & 0o077 and info.st_uid == os.geteuid():
        folder.chmod(PRIVATE)
