"""Commits the first state file, then the second, and dies in the middle of the named write into the state."""

import os
import signal
import sys
from pathlib import Path

from platformctl.records.lease import Holder
from platformctl.records.local import LocalRecords

store, home, moment = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
first, second = (Path(name).read_bytes() for name in sys.argv[4:])
records = LocalRecords(store, home)
lease = records.claim("dev/db/orders", Holder.here("run-killed", "create"))
records.check_out(lease)
records.commit(lease, first)
real_pwrite = os.pwrite
calls = 0


def cut_short(descriptor: int, content: bytes, place: int) -> int:
    """Die in the middle of write number `moment`."""
    global calls  # noqa: PLW0603
    calls += 1
    if calls == moment:
        real_pwrite(descriptor, content[: len(content) // 2], place)
        os.kill(os.getpid(), signal.SIGKILL)
    return real_pwrite(descriptor, content, place)


os.pwrite = cut_short  # type: ignore[assignment]
records.commit(lease, second)
os.kill(os.getpid(), signal.SIGKILL)
