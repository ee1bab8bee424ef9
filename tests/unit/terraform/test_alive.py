"""The lock that tells whether anything of a run still lives."""

import os
import subprocess
from pathlib import Path

import pytest

from platformctl.errors import Busy
from platformctl.terraform import alive


def test_a_lock_that_nobody_ever_took_says_that_nobody_lives(tmp_path: Path) -> None:
    assert not alive.somebody_lives(tmp_path / "alive.lock")


def test_a_second_taker_is_told_that_somebody_lives(tmp_path: Path) -> None:
    alive.take(tmp_path / "alive.lock")

    assert alive.somebody_lives(tmp_path / "alive.lock")
    with pytest.raises(Busy):
        alive.take(tmp_path / "alive.lock")


def test_asking_takes_nothing(tmp_path: Path) -> None:
    os.close(alive.take(tmp_path / "alive.lock"))

    alive.somebody_lives(tmp_path / "alive.lock")

    alive.take(tmp_path / "alive.lock")


def test_a_child_that_inherits_it_keeps_it_alive(tmp_path: Path) -> None:
    path = tmp_path / "alive.lock"
    descriptor = alive.take(path)
    child = subprocess.Popen(["sleep", "30"], pass_fds=[descriptor])
    os.close(descriptor)

    assert not alive.wait_for_survivors(path, 0.2)

    child.kill()
    child.wait()
    assert alive.wait_for_survivors(path, 5)
