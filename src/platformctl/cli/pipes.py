"""Writes results to stdout, and tells a reader that went away (`| head`) from every other broken pipe."""

import os
import select
import sys


def write_result(text: str) -> None:
    """Write to stdout; a reader that left is no failure: the work itself is done."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        if not is_unread(sys.stdout.fileno()):
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def let_go() -> None:
    """Flush what is left; where nobody reads it any more, Python would end with 120 instead of our exit code."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def kept_stdout() -> int:
    """Return a second descriptor of stdout, -1 where it has none: rich puts /dev/null over one that broke."""
    try:
        return os.dup(sys.stdout.fileno())
    except (OSError, ValueError):
        return -1


def is_unread(descriptor: int) -> bool:
    """Say whether a descriptor is a pipe whose reader has gone."""
    if descriptor < 0:
        return False
    watch = select.poll()
    watch.register(descriptor, 0)
    return any(event & (select.POLLERR | select.POLLHUP) for _, event in watch.poll(0))
