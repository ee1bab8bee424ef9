"""The kernel's lock on a state file."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from platformctl.records import state_file
from platformctl.records.kernel_lock import is_locked, try_lock
from platformctl.records.state_file import StateFile, is_held

WRITE = os.O_RDWR | os.O_CREAT
HOLD = "import fcntl,sys; f=open(sys.argv[1],'r+'); fcntl.lockf(f,fcntl.LOCK_EX); print('held',flush=True); input()"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A state file that may not exist yet."""
    return tmp_path / "terraform.tfstate"


def test_a_lock_excludes_a_posix_lock_such_as_terraforms(path: Path) -> None:
    held = StateFile.lock(path, patience=0)
    assert held is not None
    argv = [sys.executable, "-c", HOLD.replace("LOCK_EX", "LOCK_EX|fcntl.LOCK_NB"), str(path)]

    refused = subprocess.run(argv, input="\n", capture_output=True, text=True, check=False)
    held.close()

    assert "BlockingIOError" in refused.stderr
    assert subprocess.run(argv, input="\n", capture_output=True, text=True, check=False).stdout == "held\n"


def test_a_posix_lock_such_as_terraforms_excludes_ours(path: Path) -> None:
    path.touch()
    argv = [sys.executable, "-c", HOLD, str(path)]
    with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        other.stdout.readline()

        assert StateFile.lock(path, patience=0) is None
        assert is_held(path)
        other.communicate("\n")

    assert not is_held(path)


def test_asking_takes_nothing(path: Path) -> None:
    one, two = os.open(path, WRITE), os.open(path, WRITE)

    assert not is_locked(one)
    assert try_lock(two)

    assert is_locked(one)
    os.close(one)
    os.close(two)


def test_this_process_does_not_get_the_lock_twice(path: Path) -> None:
    held = StateFile.lock(path, patience=0)
    assert held is not None

    assert StateFile.lock(path, patience=0) is None

    held.close()
    again = StateFile.lock(path, patience=0)
    assert again is not None
    again.close()


def test_reading_elsewhere_in_the_process_does_not_lose_the_lock(path: Path) -> None:
    held = StateFile.lock(path, patience=0)
    assert held is not None

    state_file.read_unlocked(path)
    path.read_bytes()
    is_held(path)

    argv = [sys.executable, "-c", HOLD.replace("LOCK_EX", "LOCK_EX|fcntl.LOCK_NB"), str(path)]
    assert subprocess.run(argv, input="\n", capture_output=True, text=True, check=False).returncode != 0
    held.close()


def test_a_file_removed_before_it_was_locked_is_not_the_lock(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    removals = [path]

    def late(descriptor: int) -> bool:
        while removals:
            removals.pop().unlink()  # as plain Terraform does to an empty file that it made
        return try_lock(descriptor)

    monkeypatch.setattr(state_file, "try_lock", late)

    held = StateFile.lock(path, patience=1)

    assert held is not None
    assert os.path.samestat(path.stat(), os.fstat(held.descriptor))
    held.close()
