"""Holds a stack and says so; told to go on, tries everything that a holder may do, and says what came of each."""

import sys
from pathlib import Path

from tests.unit.records.actors.opening import opened

from platformctl.errors import PlatformError
from platformctl.records.event import Draft
from platformctl.records.lease import Holder

STACK = "dev/db/orders"
state = Path(sys.argv[3]).read_bytes()
records = opened(sys.argv[1], Path(sys.argv[2]))
lease = records.claim(STACK, Holder.here("run-stopped", "create"))
records.check_out(lease)
records.append(Draft(STACK, "run-stopped", "started"), lease)
sys.stdout.write("held\n")
sys.stdout.flush()
sys.stdin.readline()
for attempt in (
    lambda: records.commit(lease, state),
    lambda: records.append(Draft(STACK, "run-stopped", "applied"), lease),
    lambda: records.keep(lease, {}),
    lambda: records.release(lease),
):
    try:
        attempt()
        sys.stdout.write("done\n")
    except PlatformError as error:
        sys.stdout.write(f"{type(error).__name__}\n")
