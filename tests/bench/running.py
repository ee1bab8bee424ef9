"""Runs one command line, and says what it took: time on the wall, time on the processor, memory at its peak."""

import os
import subprocess
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

BETWEEN_LOOKS = 0.05
OTHERS = ("terraform", "tofu")
"""What the names of processes that are not ours start with; providers are called `terraform-provider-…`."""


@dataclass(frozen=True)
class Spent:
    """Seconds that something took."""

    wall: float
    processor: float
    """Of the command and all that it started."""

    def __add__(self, other: "Spent") -> "Spent":
        return Spent(self.wall + other.wall, self.processor + other.processor)


@dataclass(frozen=True)
class Place:
    """Where commands run: a folder, and the whole of their environment."""

    folder: Path
    environ: Mapping[str, str]


def run(place: Place, *words: str | Path, out: Path | None = None) -> Spent:
    """Run to the end, which must be a good one; `out` takes what it says on stdout."""
    with Path(out or os.devnull).open("wb") as said, tempfile.TemporaryFile() as complained:
        began = time.perf_counter()
        process = subprocess.Popen(
            words, cwd=place.folder, env=place.environ, stdin=subprocess.DEVNULL, stdout=said, stderr=complained
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        complained.seek(0)
        if process.returncode:
            raise SystemExit(f"{' '.join(map(str, words))}\n{complained.read().decode()}")
    return Spent(wall, usage.ru_utime + usage.ru_stime)


def peak_memory(place: Place, *words: str | Path) -> float:
    """Run to the end; return the largest sum of PSS, in MB, of the command and its own children seen meanwhile."""
    nowhere = subprocess.DEVNULL
    with subprocess.Popen(words, cwd=place.folder, env=place.environ, stdout=nowhere, stderr=nowhere) as process:
        peak = 0
        while process.poll() is None:
            peak = max(peak, _memory_of_all(process.pid))
            time.sleep(BETWEEN_LOOKS)
    return peak / 1e6


def _memory_of_all(pid: int) -> int:
    with suppress(psutil.Error):
        first = psutil.Process(pid)
        return sum(map(_memory_of, [first, *first.children(recursive=True)]))
    return 0


def _memory_of(process: psutil.Process) -> int:
    """Return the PSS of one process of ours; it may end between two looks."""
    with suppress(psutil.Error):
        return 0 if process.name().startswith(OTHERS) else int(process.memory_full_info().pss)
    return 0
