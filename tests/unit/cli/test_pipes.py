"""Stderr whose reader is gone stops nothing: a terminal that was closed, a pipe that nobody reads."""

import os
import pty
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest

from platformctl.cli.pipes import Aside


@pytest.fixture(params=[pty.openpty, os.pipe], ids=["terminal", "pipe"])
def abandoned(request: pytest.FixtureRequest) -> Iterator[IO[str]]:
    """A stream at whose other end nobody is any more."""
    theirs, ours = request.param()
    os.close(theirs)
    stream = os.fdopen(ours, "w", encoding="utf-8")
    yield stream
    stream.close()


def test_what_nobody_reads_is_written_to_nobody(abandoned: IO[str]) -> None:
    aside = Aside(abandoned)

    assert aside.write("first\n") == 6
    aside.flush()

    assert os.fstat(abandoned.fileno()).st_rdev == Path(os.devnull).stat().st_rdev
    assert aside.write("second\n") == 7
    abandoned.flush()


def test_a_stream_that_is_heard_stays_as_it_is(capfd: pytest.CaptureFixture[str]) -> None:
    with os.fdopen(os.dup(2), "w", encoding="utf-8") as stream:
        aside = Aside(stream)
        aside.write("heard")
        aside.flush()

        assert aside.encoding == "utf-8"
    assert capfd.readouterr().err == "heard"
