"""Writes results and what is told beside them; nobody reads on (`| head`, a closed terminal) is told from failures."""

import os
import select
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import IO, Any

from platformctl.views.job_log import inert


def write_result(text: str) -> None:
    """Write to stdout; a reader that left is no failure: the work itself is done."""
    _write_out(inert(text, os.environ))


def write_commands(lines: Sequence[str], *, aside: bool) -> None:
    """Write commands to the job's host, each made by its encoder: the one text that it shall act on.

    Hosts read both streams; `aside` leaves stdout to the one document.
    """
    text = "".join(f"{line}\n" for line in lines)
    if not aside:
        _write_out(text)
        return
    stderr = Aside(sys.stderr)
    stderr.write(text)
    stderr.flush()


def _write_out(text: str) -> None:
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError:
        if not is_unread(sys.stdout.fileno()):
            raise
        _silence(sys.stdout)


class Aside:
    """Stderr as it is written to while work goes on: that nobody reads it any more stops nothing."""

    def __init__(self, stream: IO[str]) -> None:
        """Take the stream as it is now; rich puts a stand-in in its place while it draws."""
        self._stream = stream

    def write(self, text: str) -> int:
        """Write what can be written."""
        with self._unheard():
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        """Flush what can be flushed."""
        with self._unheard():
            self._stream.flush()

    def __getattr__(self, name: str) -> Any:
        """Be like the stream in everything else."""
        return getattr(self._stream, name)

    @contextmanager
    def _unheard(self) -> Iterator[None]:
        try:
            yield
        except (OSError, ValueError):
            with suppress(OSError, ValueError):
                if is_unread(self._stream.fileno()):
                    _silence(self._stream)


def write_aside(text: str) -> None:
    """Write to stderr, if anybody is there."""
    aside = Aside(sys.stderr)
    aside.write(inert(text, os.environ))
    aside.flush()


def let_go() -> None:
    """Flush what is left; where nobody reads it any more, Python would end with 120 instead of our exit code."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            _silence(stream)


def kept_stdout() -> int:
    """Return a second descriptor of stdout, -1 where it has none: rich puts /dev/null over one that broke."""
    try:
        return os.dup(sys.stdout.fileno())
    except (OSError, ValueError):
        return -1


def is_unread(descriptor: int) -> bool:
    """Say whether a descriptor is a pipe whose reader has gone, or a terminal that was closed."""
    if descriptor < 0:
        return False
    watch = select.poll()
    watch.register(descriptor, 0)
    return any(event & (select.POLLERR | select.POLLHUP) for _, event in watch.poll(0))


def _silence(stream: IO[str]) -> None:
    """Put /dev/null in the place of what nobody reads, or what still waits to be written would fail at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
