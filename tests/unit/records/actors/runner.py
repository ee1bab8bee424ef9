"""Lets children run whole runs until each is killed, and settles after each kill; writes what it then found.

A line for each kill: what the head said, whether the state is at least the last one acknowledged, whether it is whole.
"""

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

from tests.unit.records.actors.opening import opened

from platformctl.records.facts import RunFacts
from platformctl.records.lease import Holder
from platformctl.records.run import new_run_id, open_run, resume_run

store, home, kills, seed = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
STACK = "dev/db/orders"


def state(serial: int) -> bytes:
    """Write a state whose length goes up and down with its serial."""
    document = {"version": 4, "serial": serial, "lineage": "one", "outputs": {}, "resources": []}
    return json.dumps({**document, "padding": "x" * (serial * 7919 % 30_000)}).encode()


def serial_of(content: bytes) -> int:
    """Read the serial back; no state is serial 0."""
    return int(json.loads(content)["serial"]) if content else 0


def run_for_ever(acknowledge: int) -> None:
    """Make run after run, three commits each; say the serial of each commit once it is acknowledged."""
    records = opened(store, home)
    for number in count():
        with open_run(records, STACK, Holder.here(f"{new_run_id()}-{number}", "create"), RunFacts()) as run:
            run.event("applying")
            for _ in range(3):
                mark = run.commit(state(serial_of(run.state) + 1))
                os.write(acknowledge, f"{mark.serial}\n".encode())
            run.finish("applied")


def settled(last: int) -> str:
    """Do what the next command does after a kill, and say what it found."""
    records = opened(store, home)
    looked = serial_of(records.read_state(STACK))
    before = records.head(STACK)
    with resume_run(records, STACK, Holder.here(new_run_id(), "settle")) as run:
        changed = run is not None and run.lease.state_changed  # nobody else is there: it must not seem so
        if run is not None:
            run.finish("settled", {"verdict": "partial" if run.touched else "not-started"})
    after, found = records.head(STACK), records.read_state(STACK)
    records.close()
    unfinished = "unfinished" if before and before.unfinished else "finished"
    kept = "kept" if serial_of(found) in {last, last + 1} and looked == serial_of(found) else "LOST"
    truthful = after is not None and after.unfinished is None and found == state(serial_of(found)) and not changed
    return f"{unfinished} {kept} {'closed' if truthful else 'WRONG'}"


def in_a_child(do: Callable[[int], str], last: int) -> str:
    """Let another process do it: this one opens no store, so that those that it begins find nothing half alive."""
    heard, told = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(told, do(last).encode())
        os._exit(0)
    os.close(told)
    with os.fdopen(heard) as answer:
        said = answer.read()
    os.waitpid(child, 0)
    return said


chance = random.Random(seed)
for _ in range(kills):
    heard, told = os.pipe()
    child = os.fork()  # before this process has opened the store
    if child == 0:
        run_for_ever(told)
    os.close(told)
    with os.fdopen(heard) as acknowledged:
        last = int(acknowledged.readline())
        time.sleep(chance.uniform(0, 0.05))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        last = int((list(acknowledged) or [str(last)])[-1])
    sys.stdout.write(f"{in_a_child(settled, last)}\n")
