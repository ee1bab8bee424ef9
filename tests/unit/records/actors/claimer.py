"""Claims one stack again and again; writes each claim's fence and whether anybody else was inside."""

import sys
import time
from pathlib import Path

from tests.unit.records.actors.opening import opened

from platformctl.errors import Busy
from platformctl.records.lease import Holder

store, home, count = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
records = opened(store, home)
inside = home.parent / "inside"
claimed = 0
while claimed < count:
    try:
        lease = records.claim("dev/db/orders", Holder.here(f"run-{claimed}", "create"), patience=0.05)
    except Busy:
        continue
    alone = True
    try:
        inside.mkdir()
    except FileExistsError:
        alone = False
    time.sleep(0.0005)
    inside.rmdir()
    sys.stdout.write(f"{lease.fence} {'alone' if alone else 'OVERLAP'}\n")
    records.release(lease)
    claimed += 1
