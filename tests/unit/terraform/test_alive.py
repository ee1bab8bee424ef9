"""The lock that tells whether anything of a run still lives."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from platformctl.errors import Busy
from platformctl.terraform import alive

LEAVE_A_CHILD = """
import subprocess, sys
from pathlib import Path
from platformctl.terraform import alive

lock = alive.take(Path(sys.argv[1]))
child = subprocess.Popen(["sleep", "60"], pass_fds=[lock], stdout=subprocess.DEVNULL)
print(child.pid)
"""


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


def test_what_outlives_its_taker_is_told_from_what_its_taker_still_has(tmp_path: Path) -> None:
    held, left = tmp_path / "held.lock", tmp_path / "left.lock"
    alive.take(held)
    taker = subprocess.Popen(
        [sys.executable, "-c", LEAVE_A_CHILD, str(left)], stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    child = int(taker.communicate()[0])

    told = alive.only_survivors(held), alive.only_survivors(left)

    os.kill(child, signal.SIGKILL)
    assert told == (False, True)
    assert alive.wait_for_survivors(left, 60)
    assert not alive.only_survivors(left)


def test_a_lock_that_names_nobody_is_somebodys(tmp_path: Path) -> None:
    path = tmp_path / "alive.lock"
    alive.take(path)
    path.write_bytes(b"")

    assert not alive.only_survivors(path)
