"""A shell on a terminal of its own: commands in, and out what a person would see, the moving parts folded away."""

import os
import pty
import re
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self

MARK = "\x1e"
"""Ends each prompt of the shell; nothing else prints it."""
QUESTION = re.compile(r"(Do it\? \[y/N\] |Data would be lost\. Type \S+ to go on: )$")
PIECES = re.compile(r"\x1b\[(\d*)([AK])|(\r)|(\n)|(\x1b\[[\d;]*m)|\x1b\[\?\d+[hl]|([^\x1b\r\n]+)|\x1b")
COLOURS = re.compile(r"\x1b\[[\d;]*m")
PATIENCE = 900.0
SHELL = (
    sys.executable,
    "-c",
    "import fcntl, os, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); "
    "os.execvp('bash', ['bash', '--norc', '--noprofile', '--noediting', '-i'])",
)


class Screen:
    """Lines as a terminal holds them; colours are kept."""

    def __init__(self) -> None:
        """Begin with one empty line."""
        self.lines = [""]
        self._row = 0
        self._at_start = True

    def take(self, raw: str) -> Self:
        """Follow what a program writes: text, line ends, and rich's way of drawing over its own lines."""
        for count, erasing, carriage, line_end, colour, text in PIECES.findall(raw):
            if erasing:
                self._move(int(count or 1), up=erasing == "A")
            elif line_end:
                self._row += 1
                self.lines += [""] * (self._row + 1 - len(self.lines))
                self._at_start = True
            elif carriage:
                self._at_start = True
            else:
                self._write(colour or text)
        return self

    def _move(self, count: int, *, up: bool) -> None:
        if up:
            self._row = max(0, self._row - count)
        else:
            self.lines[self._row] = ""

    def _write(self, text: str) -> None:
        before = "" if self._at_start else self.lines[self._row]
        self.lines[self._row] = before + text
        self._at_start = self._at_start and not text

    @property
    def text(self) -> str:
        """Return the lines without trailing blanks, colours kept."""
        return "\n".join(line.rstrip() for line in self.lines).strip("\n")


class Session:
    """A bash that stays: folder and variables last from one command to the next."""

    def __init__(self, terminal: int) -> None:
        """Take our end of the terminal."""
        self._terminal = terminal
        self.watch: Callable[[str], None] = lambda _raw: None
        """Who wants to see everything at the time it comes."""

    def run(self, command: str, answers: Sequence[str] = ()) -> str:
        """Run a command to its end, answer what it asks, and return what the terminal holds afterwards."""
        if command:
            os.write(self._terminal, f"{command}\n".encode())
        waiting, raw = list(answers), ""
        until = time.monotonic() + PATIENCE
        while not raw.endswith(MARK):
            raw += self._read(until)
            if QUESTION.search(COLOURS.sub("", raw)):
                raw += self._answered(waiting.pop(0) if waiting else "")
        return Screen().take(raw.removesuffix(MARK)).text

    def _answered(self, answer: str) -> str:
        os.write(self._terminal, f"{answer}\n".encode())
        self.watch(f"{answer}\r\n")
        return f"{answer}\r\n"

    def _read(self, until: float) -> str:
        ready, _, _ = select.select([self._terminal], [], [], max(0.0, until - time.monotonic()))
        if not ready:
            raise TimeoutError("the command did not end")
        raw = os.read(self._terminal, 1 << 16)
        while len(raw) < 1 << 20 and raw[-1] >= 0x80 and not _is_whole(raw):
            raw += os.read(self._terminal, 1)
        text = raw.decode("utf-8", "replace")
        self.watch(text.replace(MARK, ""))
        return text


@contextmanager
def session(folder: Path, environ: Mapping[str, str], columns: int) -> Iterator[Session]:
    """Give a shell in a folder, with a terminal of so many columns."""
    ours, theirs = pty.openpty()
    size = {"COLUMNS": str(columns), "LINES": "50", "TERM": "xterm-256color", "PS1": MARK, "PS2": "", "HISTFILE": ""}
    shell = subprocess.Popen(
        SHELL, cwd=folder, env={**environ, **size}, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    )
    os.close(theirs)
    try:
        opened = Session(ours)
        opened.run("")
        opened.run(f"stty -echo cols {columns}")
        yield opened
    finally:
        shell.kill()
        shell.wait()
        os.close(ours)


def plain(text: str) -> str:
    """Return text without colours."""
    return COLOURS.sub("", text)


def _is_whole(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
