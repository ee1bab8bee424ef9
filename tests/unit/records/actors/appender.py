"""Lets children append events until each is killed; writes after each kill how many events were acknowledged so far."""

import os
import random
import signal
import sys
import time
from itertools import count
from pathlib import Path

from tests.unit.records.actors.opening import opened

from platformctl.records.event import Draft

store, home, kills, seed = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])


def append_for_ever(acknowledge: int) -> None:
    """Record one event after the other and say the number of each once it is acknowledged."""
    records = opened(store, home)
    for number in count():
        event = records.append(Draft("dev/db/orders", "run", "judged", {"number": number, "text": "x" * 2000}))
        os.write(acknowledge, f"{event.seq}\n".encode())


chance = random.Random(seed)
for _ in range(kills):
    heard, told = os.pipe()
    child = os.fork()  # before this process has opened the store
    if child == 0:
        append_for_ever(told)
    os.close(told)
    with os.fdopen(heard) as acknowledged:
        first = acknowledged.readline()
        time.sleep(chance.uniform(0, 0.03))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        sys.stdout.write((list(acknowledged) or [first])[-1])
