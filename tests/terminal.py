"""A person at a terminal: a real pty with a command in it, words that appear, keys that are pressed."""

import os
import pty
import re
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tests.project import COMMAND, SECONDS, Project

CTRL_C = "\x03"
TAKE_THE_TERMINAL = (
    "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execv(sys.argv[1], sys.argv[1:])"
)
COLOURS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\r")


class Terminal:
    """A terminal of 120 columns that a command has for itself."""

    def __init__(self, process: "subprocess.Popen[bytes]", ours: int) -> None:
        self.process = process
        self._ours = ours
        self._raw = ""

    @property
    def text(self) -> str:
        """What has appeared so far, without colours and movements."""
        return COLOURS.sub("", self._raw)

    def type(self, keys: str) -> None:
        """Press keys."""
        os.write(self._ours, keys.encode())

    def wait_for(self, words: str, seconds: float = SECONDS) -> None:
        """Wait until words have appeared."""
        until = time.monotonic() + seconds
        while words not in self.text:
            assert time.monotonic() < until, f"'{words}' did not appear in:\n{self.text}"
            assert self._read(0.05), f"the command ended before '{words}' appeared:\n{self.text}"

    def close(self) -> None:
        """Close the terminal's window."""
        ours, self._ours = self._ours, -1
        if ours >= 0:
            os.close(ours)

    def end(self) -> int:
        """Wait for the command's end; return its exit code."""
        until = time.monotonic() + SECONDS
        while self._read(0.1):
            assert time.monotonic() < until, f"the command did not end:\n{self.text}"
        sys.stderr.write(self.text)
        return self.process.wait(SECONDS)

    def _read(self, seconds: float) -> bool:
        """Take in what has come; false once the command has let go of the terminal."""
        ready, _, _ = select.select([self._ours], [], [], seconds)
        if not ready:
            return self.process.poll() is None
        with suppress(OSError):  # Linux says EIO when the last one at the other end is gone
            more = os.read(self._ours, 1 << 16)
            self._raw += more.decode("utf-8", "replace")
            return bool(more)
        return False


@contextmanager
def terminal(project: Project, *words: str) -> Iterator[Terminal]:
    """Run a command with a terminal of its own."""
    environ = {**project.environ, "TERM": "xterm", "COLUMNS": "120"}
    with on_a_terminal([*COMMAND, *words], project.root, environ) as made:
        yield made


@contextmanager
def on_a_terminal(command: list[str], folder: Path, environ: Any) -> Iterator[Terminal]:
    """Run any command with a terminal of its own."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", TAKE_THE_TERMINAL, *command],
        cwd=folder,
        env=environ,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    made = Terminal(process, ours)
    try:
        yield made
    finally:
        process.kill()
        process.wait()
        made.close()
