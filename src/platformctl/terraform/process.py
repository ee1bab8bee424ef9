"""Starts Terraform and waits for it: short commands whose end is harmless, and the apply, which must outlive us.

Both run in a session of their own, so that a Ctrl-C on the terminal reaches Terraform only when we pass it on.
"""

import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, BinaryIO

from platformctl.errors import Interrupted, PlatformError
from platformctl.terraform.private_files import create_private

_UMASK = 0o077
"""Plans, states and `errored.tfstate` hold secrets, and Terraform would write them for everybody to read."""
_PATIENCE = 10.0
"""Seconds that an interrupted short command gets to free its locks."""
_SHORT: "set[subprocess.Popen[bytes]]" = set()
"""The short commands under way, in whichever thread."""


@dataclass(frozen=True)
class Command:
    """What to start, where, and with which environment."""

    words: tuple[str, ...]
    folder: Path
    environment: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True)
class Finished:
    """How a short command ended, and what it said."""

    code: int
    stdout: str = field(repr=False)
    stderr: str = field(repr=False)


def run(command: Command, *, stdout: Path | None = None, inherited: Sequence[int] = ()) -> Finished:
    """Run init, plan, show, import or untaint to its end; `stdout` names a new private file that takes the output."""
    with _output(stdout) as target, _popen(command, target, subprocess.PIPE, inherited) as process:
        _SHORT.add(process)
        try:
            said, complained = process.communicate()
        except BaseException:
            _stop(process)
            raise
        finally:
            _SHORT.discard(process)
    return Finished(process.returncode, _text(said), _text(complained))


@contextmanager
def ended_with_us() -> Iterator[None]:
    """End the short commands of other threads when a signal ends this one: a signal reaches the main thread only."""
    try:
        yield
    except Interrupted:
        _end(tuple(_SHORT))
        raise


def _end(processes: "Sequence[subprocess.Popen[bytes]]") -> None:
    """Let short commands free their locks; what does not end by itself is killed."""
    for process in processes:
        process.send_signal(signal.SIGINT)
    last = time.monotonic() + _PATIENCE
    for process in processes:
        try:
            process.wait(max(0, last - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()


@dataclass(frozen=True)
class Running:
    """An apply under way. Its output is in files: a pipe would kill it with us."""

    process: "subprocess.Popen[bytes]" = field(repr=False)
    events: Path
    stderr: Path
    secrets: frozenset[str] = field(default=frozenset(), repr=False)
    """Texts to be hidden in whatever it says."""

    @property
    def pid(self) -> int:
        """Give Terraform's process id, which is its group's as well."""
        return self.process.pid

    def poll(self) -> int | None:
        """Give the exit code once it has ended; negative for a signal."""
        return self.process.poll()

    def wait(self, seconds: float | None = None) -> int | None:
        """Wait for the end, at most so long; nothing when it still runs."""
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def interrupt(self) -> None:
        """Ask Terraform to stop: it cancels what it creates, and taints it. It stops its providers by itself."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)


def start_apply(command: Command, events: Path, stderr: Path, inherited: Sequence[int]) -> Running:
    """Start the apply in a group of its own; the `inherited` descriptors' locks live as long as anything of it."""
    with _private(events) as told, _private(stderr) as complained:
        process = _popen(command, told, complained, inherited)
    return Running(process=process, events=events, stderr=stderr)


def _popen(
    command: Command, stdout: IO[bytes] | int, stderr: IO[bytes] | int, inherited: Sequence[int]
) -> "subprocess.Popen[bytes]":
    try:
        return subprocess.Popen(
            command.words,
            cwd=command.folder,
            env=dict(command.environment),
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=stderr,
            pass_fds=tuple(inherited),
            start_new_session=True,
            umask=_UMASK,
        )
    except OSError as error:
        raise PlatformError(
            "Terraform could not be started",
            detail=f"{command.words[0]}: {error.strerror or error}.",
            hint=f"{command.words[0]} version",
        ) from error


@contextmanager
def _output(path: Path | None) -> Iterator[IO[bytes] | int]:
    if path is None:
        yield subprocess.PIPE
        return
    with _private(path) as file:
        yield file


def _private(path: Path) -> BinaryIO:
    try:
        return create_private(path)
    except OSError as error:
        raise PlatformError(
            "Terraform's output could not be kept",
            detail=f"{path}: {error.strerror or error}. Terraform was not started.",
            hint=f"df -h {path.parent}",
        ) from error


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """End a short command whose answer nobody waits for any more."""
    process.send_signal(signal.SIGINT)
    try:
        process.communicate(timeout=_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()


def _text(said: bytes | None) -> str:
    return (said or b"").decode("utf-8", errors="replace")
