"""Claims a stack, says so, and holds it; with a second word, starts a child that inherits the lock and outlives it."""

import subprocess
import sys
from pathlib import Path

from tests.unit.records.actors.opening import opened

from platformctl.records.lease import Holder

records = opened(sys.argv[1], Path(sys.argv[2]))
lease = records.claim("dev/db/orders", Holder.here("run-held", "create"))
records.check_out(lease)
child = "none"
if "child" in sys.argv:
    child = str(subprocess.Popen(["sleep", "60"], pass_fds=lease.descriptors, stdout=subprocess.DEVNULL).pid)
sys.stdout.write(f"{child}\n")
sys.stdout.flush()
sys.stdin.readline()
if "release" in sys.argv:
    records.release(lease)
