"""The command line and environment of a new emulator, without starting one."""

import json
from pathlib import Path

import pytest

from platformctl.sandbox.place import Place
from platformctl.sandbox.process import START, Birth, start_args, start_environment


def test_the_command_line_carries_socket_folder_and_ground() -> None:
    python, isolated, program, settings = start_args(Path("/env/bin/python"), Birth(Place(Path("/p/sandbox")), 7, 8))

    assert (python, isolated, program) == ("/env/bin/python", "-I", str(START))
    assert json.loads(settings)["socket"] == 8
    assert json.loads(settings)["folder"] == "/p/sandbox"
    assert json.loads(settings)["ground"]["vpc_id"].startswith("vpc-")


def test_nothing_of_the_callers_environment_gets_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "real")

    assert set(start_environment(Path("/p"))) == {"HOME", "PATH", "LANG"}
