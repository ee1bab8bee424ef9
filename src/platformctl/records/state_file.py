"""The local state file: locked, read, and rewritten in place through the one descriptor that holds the lock.

A rename would lose the lock for everybody else, and where locks are POSIX ones so would opening and closing the file
elsewhere in this process: while it is held, all reading goes through the held one.
"""

import os
import time
from pathlib import Path
from threading import RLock
from typing import Self

from platformctl.records.kernel_lock import is_locked, try_lock
from platformctl.records.private_folder import refuse_link
from platformctl.records.refusals import StateMoved, StateUnreadable
from platformctl.records.succession import truth
from platformctl.records.waiting_file import WaitingFile

_READS = 20
_PAUSE = 0.05
_WRONG = b"#"
_HELD: dict[Path, "StateFile"] = {}


class StateFile:
    """A state file that this process holds."""

    def __init__(self, path: Path, descriptor: int) -> None:
        """Take the path and the descriptor that holds the lock; see `lock`."""
        self.path = path
        self.descriptor = descriptor
        self._waiting = WaitingFile(path)
        self._turn = RLock()
        self._known: bytes | None = None

    @classmethod
    def lock(cls, path: Path, patience: float) -> Self | None:
        """Lock the file, made empty if missing; None when somebody else still holds it after `patience` seconds."""
        refuse_link(path)
        end = time.monotonic() + patience
        while (held := cls._try(path)) is None and time.monotonic() < end:
            time.sleep(0.01)
        return held

    @classmethod
    def _try(cls, path: Path) -> Self | None:
        if path in _HELD:
            return None
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        if not (try_lock(descriptor) and _lies_at(path, descriptor)):
            os.close(descriptor)  # plain Terraform removes an empty file that it made: then this one has no name
            return None
        os.fchmod(descriptor, 0o600)
        held = cls(path, descriptor)
        _HELD[path] = held
        return held

    def close(self) -> None:
        """Let go; children that inherited the descriptor keep the lock until they end."""
        with self._turn:
            _HELD.pop(self.path, None)
            os.close(self.descriptor)

    @property
    def is_cut_short(self) -> bool:
        """Claim that a commit was begun and not brought to its end."""
        return self._waiting.read() is not None

    def read(self) -> bytes:
        """Return the state, a commit that was cut short included; changes nothing."""
        with self._turn:
            return truth(_content(self.descriptor), self._waiting.read(), self.path)

    def check_out(self) -> bytes:
        """Return the state and finish a commit that was cut short; proves that the file can be written."""
        with self._turn:
            self._waiting.sweep()
            content = self.read()
            self._known = content
            self.write(content)
            return content

    def write(self, content: bytes) -> None:
        """Make this the state: kept beside first, then in place, so that a kill at any moment loses nothing."""
        with self._turn:
            self._prove_untouched()
            current = _content(self.descriptor)
            if current != content:
                self._waiting.write(content, over=current)
                self._known = content
                _overwrite(self.descriptor, content)

    def forget_waiting(self) -> None:
        """Remove what was kept beside, once everybody knows of the new state."""
        with self._turn:
            self._waiting.remove()

    def _prove_untouched(self) -> None:
        """Stop when the file was replaced or rewritten by something that ignores the lock."""
        if not _lies_at(self.path, self.descriptor):
            raise StateMoved("The state file was replaced", detail=f"{self.path} is not the file that is locked.")
        if _content(self.descriptor) != self._known and self.read() != self._known:
            raise StateMoved("The state was changed under our lock", detail=f"{self.path} is not what we left there.")


def read_unlocked(path: Path) -> bytes:
    """Return the state for looking; torn bytes, as met while it is being written, are read again."""
    if held := _HELD.get(path):
        return held.read()
    refuse_link(path)
    for _attempt in range(_READS):
        try:
            return _looked(path)
        except StateUnreadable:  # perhaps only because it was being written at this moment
            time.sleep(_PAUSE)
    return _looked(path)


def is_held(path: Path) -> bool:
    """Tell whether anybody, this process or another, holds the file."""
    if path in _HELD:
        return True
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        return is_locked(descriptor)
    finally:
        os.close(descriptor)


def _looked(path: Path) -> bytes:
    return truth(_bytes_of(path), WaitingFile(path).read(), path)


def _lies_at(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(path.lstat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def _content(descriptor: int) -> bytes:
    return os.pread(descriptor, os.fstat(descriptor).st_size, 0)


def _overwrite(descriptor: int, content: bytes) -> None:
    """Replace the content so that nothing in between parses: the first byte is wrong until the rest is there."""
    _put(descriptor, _WRONG, 0)
    _put(descriptor, content[1:], 1)
    os.ftruncate(descriptor, len(content))
    os.fsync(descriptor)
    _put(descriptor, content[:1], 0)


def _put(descriptor: int, content: bytes, place: int) -> None:
    while content:
        written = os.pwrite(descriptor, content, place)
        content, place = content[written:], place + written
    os.fsync(descriptor)
