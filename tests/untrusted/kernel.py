"""Lets the kernel say what a process and all its children do: nothing of theirs can look away from it."""

import ctypes
import os
import platform
import struct
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

_SOCKET = {"x86_64": 41, "aarch64": 198}.get(platform.machine(), 0)
needs_linux = pytest.mark.skipif(sys.platform != "linux" or not _SOCKET, reason="asks the Linux kernel")
KILLED = -31
"""How a process ends that the filter caught: by SIGSYS."""
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2
_KILL, _ALLOW = 0x80000000, 0x7FFF0000
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06
_IPV4, _IPV6 = 2, 10
_PROGRAM = b"".join(
    struct.pack("HBBI", *step)
    for step in (
        (_LOAD, 0, 0, 0),  # the number of the call
        (_EQUAL, 0, 4, _SOCKET),
        (_LOAD, 0, 0, 16),  # its first argument: the family
        (_EQUAL, 1, 0, _IPV4),
        (_EQUAL, 0, 1, _IPV6),
        (_RETURN, 0, 0, _KILL),
        (_RETURN, 0, 0, _ALLOW),
    )
)


class _Filter(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_void_p))


def without_sockets() -> None:
    """Let the kernel kill this process, or any child of it, that asks for a socket to the network (`preexec_fn`)."""
    libc = ctypes.CDLL(None, use_errno=True)
    steps = ctypes.create_string_buffer(_PROGRAM, len(_PROGRAM))
    program = _Filter(len(_PROGRAM) // 8, ctypes.addressof(steps))
    for words in ((_NO_NEW_PRIVILEGES, 1, 0, 0, 0), (_SECCOMP, _FILTER, ctypes.byref(program), 0, 0)):
        if libc.prctl(*words):
            raise OSError(ctypes.get_errno(), "prctl")


class Opened:
    """Files of which the kernel tells when anybody opens them."""

    def __init__(self, descriptor: int, names: dict[int, str]) -> None:
        """Take inotify's descriptor, and what each of its numbers stands for."""
        self._descriptor, self._names = descriptor, names

    def since_then(self) -> Sequence[str]:
        """Return the files that were opened since one last asked."""
        try:
            told = os.read(self._descriptor, 1 << 16)
        except BlockingIOError:
            return ()
        found, at = [], 0
        while at < len(told):
            number, _, _, length = struct.unpack_from("iIII", told, at)
            found.append(self._names[number])
            at += 16 + length
        return tuple(found)


@contextmanager
def watching(files: Sequence[Path]) -> Iterator[Opened]:
    """Watch files for being opened, by whichever process."""
    libc = ctypes.CDLL(None, use_errno=True)
    descriptor = libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        opened = 0x20
        yield Opened(descriptor, {libc.inotify_add_watch(descriptor, bytes(one), opened): one.name for one in files})
    finally:
        os.close(descriptor)
