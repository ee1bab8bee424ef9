"""Kills a command at a moment that chance chooses; a seed repeats the moment as far as the machine allows.

Moments of an apply are told by how much Terraform has said, not by the clock: a busy machine has them all.
"""

import os
import random
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil
from tests.postgres import Server
from tests.project import Project

WAYS = ("platformctl", "terraform", "both", "all")
DATABASE = "database"
"""The database server crashes and is started again; only where there is one."""
LONGEST_DOWN = 3.0
"""Seconds that it is down at most."""
LONGEST_BEFORE = 2.5
"""Seconds from the start of a command to its apply on two cores."""
LONGEST_AFTER = (0.05, 0.4, 2.0)
"""Seconds from what Terraform said to the kill: within what comes next, within the apply, beyond it."""
Tell = Callable[[str, object], None]
"""pytest's record_property; tests/reporting.py shows it at the end of the run."""


@dataclass(frozen=True)
class Way:
    """How something is killed, by which chance."""

    name: str
    chance: random.Random
    server: Server | None = None


def drawn(what: str, number: int, tell: Tell, server: Server | None = None) -> Way:
    """Return the way to kill that a seed gives, and its chance; what repeats them is told."""
    seed = int(os.environ.get("PLATFORMCTL_TEST_SEED") or random.SystemRandom().getrandbits(32))
    chance = random.Random(seed)
    way = chance.choice((*WAYS, DATABASE) if server else WAYS)
    tell("kill", f"{what}-{number} {way} {seed}")
    return Way(way, chance, server)


def killed_at_random(project: Project, words: tuple[str, ...], way: Way, lines: int) -> None:
    """Start a command; kill it at any moment, or, more often, once its Terraform said some of so many lines."""
    chance = way.chance
    before = applies(project)
    process = project.start(*words)
    if chance.random() < 0.7:
        wait_for_lines(project, process, before, chance.randrange(lines))
        time.sleep(chance.uniform(0, chance.choice(LONGEST_AFTER)))
    else:
        time.sleep(chance.uniform(0, LONGEST_BEFORE))
    if way.name == DATABASE and way.server:
        crash(way.server, chance.uniform(0, LONGEST_DOWN))
    else:
        kill(process, way.name)
    process.wait()


def crash(server: Server, seconds: float) -> None:
    """Kill the database server with all its sessions; start it again after so long."""
    server.stop(signal.SIGKILL)
    time.sleep(seconds)
    server.start()


def applies(project: Project) -> set[Path]:
    """Name the files of what Terraform says while it applies, of all runs that are not settled; any may just go."""
    try:
        return set(project.work.glob("*/apply-*.events.jsonl"))
    except FileNotFoundError:
        return set()


def wait_for_lines(project: Project, process: "subprocess.Popen[str]", before: set[Path], lines: int) -> None:
    """Wait until the applies of this command have said so much, or the command has ended."""
    while process.poll() is None:
        said = [count(path) for path in applies(project) - before]
        if said and sum(said) >= lines:
            return
        time.sleep(0.01)


def count(path: Path) -> int:
    """Count the lines of a file that may be removed at any moment."""
    try:
        return path.read_bytes().count(b"\n")
    except FileNotFoundError:
        return 0


def kill(process: "subprocess.Popen[str]", way: str) -> None:
    """Kill what the way names, children first so that nobody has time to notice."""
    try:
        ours = psutil.Process(process.pid)
        children = ours.children(recursive=True)
    except psutil.NoSuchProcess:
        return
    terraforms = [child for child in children if "terraform" in named(child)]
    chosen = {"platformctl": [], "terraform": terraforms, "both": terraforms, "all": children}[way]
    for one in [*chosen, *([] if way == "terraform" else [ours])]:
        sigkill(one)


def named(process: psutil.Process) -> str:
    """Return a process's name; none when it has ended."""
    try:
        return process.name()
    except psutil.NoSuchProcess:
        return ""


def sigkill(process: psutil.Process) -> None:
    """Kill a process, unless it has ended."""
    try:
        process.kill()
    except psutil.NoSuchProcess:
        return


def leftovers(project: Project) -> list[Path]:
    """List what should not be there any more: private folders of runs that came to their end."""
    return [path for path in project.work.iterdir() if (path / "stacks").exists()]
