"""The sandbox folder `.platformctl/sandbox/`: the lock that a living emulator holds, its record, its port, its logs."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from platformctl.errors import PlatformError
from platformctl.sandbox.status import Answer

PROBE = 64 << 10
"""Bytes that must fit before anything starts: a full disk is told as such, not as an emulator that failed."""


@dataclass(frozen=True)
class Place:
    """Where one project's emulator keeps what it needs to be found again."""

    folder: Path

    @property
    def lock(self) -> Path:
        """Return the file whose lock a living emulator holds."""
        return self.folder / "alive.lock"

    @property
    def log(self) -> Path:
        """Return the file of what the server itself had to say."""
        return self.folder / "server.log"

    @property
    def record(self) -> Path:
        """Return the file in which the lock's holder says who it is."""
        return self.folder / "server.json"

    def prepare(self) -> None:
        """Make the folder, for its owner only, and see that it can be written."""
        probe = self.folder / f"probe-{os.getpid()}"
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            probe.write_bytes(b"0" * PROBE)
            probe.unlink(missing_ok=True)
        except OSError as error:
            raise PlatformError(
                "The sandbox folder can't be written",
                detail=f"{self.folder}: {error.strerror}.",
                hint=f"df -h {self.folder.parent}; ls -ld {self.folder.parent}",
            ) from error

    @contextmanager
    def claim(self) -> Iterator[int | None]:
        """Hold the lock, and with it whoever inherits it; None: a living emulator or another starter does."""
        descriptor = os.open(self.lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
        else:
            yield descriptor
        finally:
            os.close(descriptor)

    def is_alive(self) -> bool:
        """Say whether anybody holds the lock: the kernel's word, which no stale file can falsify."""
        if not self.folder.is_dir():
            return False
        with self.claim() as lock:
            return lock is None

    def recorded(self) -> Answer | None:
        """Return what the lock's holder wrote; None: nothing yet, or not whole."""
        with suppress(OSError, ValidationError):
            return Answer.model_validate_json(self.record.read_bytes())
        return None

    def forget(self) -> None:
        """Drop everything but the lock's own file, which must stay the same file for all."""
        for name in ("server.json", "server.log", "requests.log", "port"):
            (self.folder / name).unlink(missing_ok=True)
