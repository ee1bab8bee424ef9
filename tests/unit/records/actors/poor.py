"""Commits a state while the disk takes no file of its size, then again when it does; writes what it was told."""

import resource
import sys
from pathlib import Path

from platformctl.errors import PlatformError
from platformctl.records.lease import Holder
from platformctl.records.local import LocalRecords

first, second = (Path(name).read_bytes() for name in sys.argv[3:])
records = LocalRecords(Path(sys.argv[1]), Path(sys.argv[2]))
lease = records.claim("dev/db/orders", Holder.here("run-poor", "create"))
records.check_out(lease)
records.commit(lease, first)
hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
try:
    records.commit(lease, second)
except PlatformError as error:
    sys.stdout.write(f"{error.summary}\n")
unchanged = records.read_state("dev/db/orders") == first
resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
mark = records.commit(lease, second)
records.release(lease)
sys.stdout.write(f"{unchanged} {mark.serial}\n")
