"""The checkov environment on a fresh machine: two makers at once, and a maker that is killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

PROGRAM = """
import os
from platformctl.toolchain.environments import ensure_environment
print(ensure_environment("checkov", os.environ, lambda event: print(event.phase, event.text, flush=True)))
"""
SECONDS = 300

pytestmark = pytest.mark.lifecycle


@pytest.fixture
def fresh(tmp_path: Path) -> Mapping[str, str]:
    """An environment with an empty cache of ours; uv's own wheels stay, since fetching them is not what is tested."""
    home = Path(os.environ.get("HOME", tmp_path))
    wheels = os.environ.get("UV_CACHE_DIR") or f"{os.environ.get('XDG_CACHE_HOME') or home / '.cache'}/uv"
    kept = {name: value for name, value in os.environ.items() if name != "PLATFORMCTL_CHECKOV_ENV"}
    return kept | {"XDG_CACHE_HOME": str(tmp_path / "cache"), "UV_CACHE_DIR": wheels}


def start(environ: Mapping[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", PROGRAM], env=environ, stdout=subprocess.PIPE, text=True)


def works(python: str) -> bool:
    said = subprocess.run([python, "-I", "-m", "checkov.main", "--version"], capture_output=True, text=True, check=True)
    return said.stdout.strip() == "3.3.30"


def test_two_commands_at_once_on_a_fresh_machine_both_get_checkov(fresh: Mapping[str, str]) -> None:
    both = [start(fresh), start(fresh)]

    said = [one.communicate(timeout=SECONDS)[0].splitlines() for one in both]

    assert [one.returncode for one in both] == [0, 0]
    assert said[0][-1] == said[1][-1]
    assert sorted(len([line for line in lines if line.startswith("done made")]) for lines in said) == [0, 1]
    assert works(said[0][-1])


def test_a_command_killed_in_the_middle_does_not_hinder_the_next(fresh: Mapping[str, str], tmp_path: Path) -> None:
    killed = start(fresh)
    assert killed.stdout is not None
    killed.stdout.readline()
    time.sleep(1)
    killed.send_signal(signal.SIGKILL)
    killed.communicate()

    following = start(fresh)
    said = following.communicate(timeout=SECONDS)[0].splitlines()

    assert following.returncode == 0
    assert works(said[-1])
    assert len(list((tmp_path / "cache/platformctl/environments").glob("checkov-*/.ready"))) == 1
