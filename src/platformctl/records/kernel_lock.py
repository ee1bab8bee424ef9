"""The kernel's lock on an open file: the proof that its holder lives, and what keeps plain Terraform out.

On Linux it belongs to the open file description (F_OFD_SETLK): children that inherit the descriptor hold it too, it
conflicts with Terraform's own lock, and closing another descriptor of the file does not lose it. Elsewhere it is a
POSIX lock of the process. Never unlock one explicitly: that would take it from the children as well; close it.
"""

import errno
import fcntl
import struct
import sys

_TAKEN = {errno.EAGAIN, errno.EACCES}
_STRUCT_FLOCK = "hhqqi4x"  # l_type, l_whence, l_start, l_len, l_pid; length 0: to the end, however far


def try_lock(descriptor: int) -> bool:
    """Take the lock for writing, at once or not at all."""
    try:
        _lock(descriptor)
    except OSError as error:
        if error.errno in _TAKEN:
            return False
        raise
    return True


def _lock(descriptor: int) -> None:
    if sys.platform == "linux":
        try:
            fcntl.fcntl(descriptor, fcntl.F_OFD_SETLK, _request(fcntl.F_WRLCK))
        except OSError as error:
            if error.errno != errno.EINVAL:  # EINVAL: a file system or kernel without such locks
                raise
        else:
            return
    fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def is_locked(descriptor: int) -> bool:
    """Tell whether anybody else holds the lock, without taking it where the system can tell."""
    if sys.platform == "linux":
        answer = fcntl.fcntl(descriptor, fcntl.F_OFD_GETLK, _request(fcntl.F_WRLCK))
        return bool(struct.unpack(_STRUCT_FLOCK, answer)[0] != fcntl.F_UNLCK)
    return not try_lock(descriptor)


def _request(kind: int) -> bytes:
    return struct.pack(_STRUCT_FLOCK, kind, 0, 0, 0, 0)
