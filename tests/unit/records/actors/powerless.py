"""Gives up root's powers over permissions, then does what a look does, and writes what it found or was told."""

import ctypes
import sys
from pathlib import Path

from platformctl.errors import PlatformError
from platformctl.records.event import Draft
from platformctl.records.lease import Holder
from platformctl.records.local import LocalRecords

_HEADER = (ctypes.c_uint32 * 2)(0x20080522, 0)  # Linux capabilities, version 3, this process
if ctypes.CDLL(None, use_errno=True).capset(_HEADER, (ctypes.c_uint32 * 6)()) != 0:
    raise SystemExit("cannot give up capabilities")

records = LocalRecords(Path(sys.argv[1]), Path(sys.argv[2]))
stack = "dev/db/orders"
sys.stdout.write(f"{len(records.events(stack))} events, {len(records.read_state(stack))} bytes of state\n")
for attempt in (
    lambda: records.append(Draft(stack, "run", "started")),
    lambda: records.claim(stack, Holder.here("run", "create")),
):
    try:
        attempt()
        sys.stdout.write("written\n")
    except PlatformError as error:
        sys.stdout.write(f"{error.summary}\n")
