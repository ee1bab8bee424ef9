"""The command line's own door, in this process: what a command says, held against what may never be said."""

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from platformctl.cli.boundary import run
from platformctl.cli.main import front_door

HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What no terminal may be sent."""


@dataclass(frozen=True)
class Said:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str

    @property
    def faults(self) -> list[str]:
        """Name what may never be said, whatever was asked."""
        words = self.out + self.err
        found = [each for each in ("Traceback", "has a bug", "The system refused") if each in words]
        return found + [f"U+{ord(each):04X}" for each in HIDDEN.findall(words)]


def said(words: Sequence[str]) -> Said:
    """Run a command line, its streams as strict as real ones."""
    with _stream("strict") as out, _stream("backslashreplace") as err:
        with redirect_stdout(out), redirect_stderr(err):
            code = run(front_door(), words)
        return Said(code, _text(out), _text(err))


def everything(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@contextmanager
def _stream(errors: str) -> Iterator[io.TextIOWrapper]:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors=errors, write_through=True)
    yield stream
    stream.close()


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    raw = stream.buffer
    assert isinstance(raw, io.BytesIO)
    return raw.getvalue().decode("utf-8")
