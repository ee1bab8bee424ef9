"""The boundary: whatever happens, one exit code and words; a traceback only when somebody asks for it."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.unit.cli.conftest import Platformctl

from platformctl.cli.boundary import run
from platformctl.errors import Blocked, Busy, Interrupted, PlatformError, Usage

COMMAND = (sys.executable, "-m", "platformctl")


class Door:
    """A front door behind which one thing happens."""

    def __init__(self, happens: BaseException | int | None) -> None:
        self.happens = happens

    def main(self, **_: Any) -> int | None:
        if isinstance(self.happens, BaseException):
            raise self.happens
        return self.happens


@pytest.mark.parametrize(
    ("happens", "code"),
    [
        (None, 0),
        (0, 0),
        (2, 2),
        (PlatformError("x"), 1),
        (Blocked("x"), 3),
        (Busy("x"), 4),
        (Usage("x"), 64),
        (Interrupted("x", signal_number=15), 143),
        (KeyboardInterrupt(), 130),
        (ValueError("x"), 1),
        (RecursionError(), 1),
        (MemoryError(), 1),
        (OSError(28, "No space left on device"), 1),
        (BrokenPipeError(32, "Broken pipe"), 1),
        (SystemExit(1), 1),
        (SystemExit(0), 1),
    ],
    ids=repr,
)
@pytest.mark.usefixtures("elsewhere")
def test_everything_that_can_happen_has_its_code(happens: BaseException | int | None, code: int) -> None:
    assert run(Door(happens), []) == code


@pytest.mark.usefixtures("elsewhere")
def test_a_bug_is_told_without_its_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    run(Door(ValueError("odd \x1b[2J")), [])

    err = capsys.readouterr().err
    assert "Error: platformctl has a bug\n  ValueError: odd <U+001B>[2J\n" in err
    assert "Traceback" not in err
    assert "--verbose" in err


@pytest.mark.usefixtures("elsewhere")
def test_a_full_disk_is_told_in_the_systems_words(capsys: pytest.CaptureFixture[str]) -> None:
    run(Door(OSError(28, "No space left on device", "/data/x")), [])

    assert "The system refused\n  /data/x: No space left on device." in capsys.readouterr().err


def test_verbose_adds_where_an_error_came_from(platformctl: Platformctl) -> None:
    result = platformctl("--verbose", "list")

    assert "Traceback" in result.err
    assert "Error: No platformctl project here" in result.err


def test_an_error_for_a_program_is_on_stdout_alone(platformctl: Platformctl) -> None:
    result = platformctl("list", "--output=json")

    assert (result.code, result.err, result.error["summary"]) == (64, "", "No platformctl project here")


def started(*words: str, **streams: Any) -> "subprocess.Popen[bytes]":
    environ = {**os.environ, "COLUMNS": "80"}
    return subprocess.Popen([*COMMAND, *words], stderr=subprocess.PIPE, env=environ, **streams)


@pytest.mark.parametrize(
    ("words", "code"), [(["catalog", "db"], 0), (["--help"], 0), (["--output", "json", "crate"], 64)], ids=str
)
def test_a_reader_that_went_away_is_no_failure(words: list[str], code: int) -> None:
    reading, writing = os.pipe()
    os.close(reading)

    process = started(*words, stdout=writing)
    os.close(writing)
    _, err = process.communicate(timeout=30)

    assert (process.returncode, err) == (code, b"")


def test_a_narrow_encoding_is_no_bug(tmp_path: Path) -> None:
    environ = {**os.environ, "PYTHONIOENCODING": "ascii", "COLUMNS": "80"}

    done = subprocess.run([*COMMAND, "catalog", "db"], env=environ, cwd=tmp_path, capture_output=True, check=False)

    assert (done.returncode, done.stderr) == (0, b"")
    assert b"\\u2026" in done.stdout


def test_nothing_heavy_is_loaded_for_help() -> None:
    heavy = "('pydantic', 'jinja2', 'hcl2', 'ruamel.yaml', 'sqlite3', 'python_terraform')"
    front = "import sys; from platformctl.cli.main import front_door; front_door()"
    code = f"{front}; print([name for name in {heavy} if name in sys.modules])"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"
