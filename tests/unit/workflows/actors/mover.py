"""Moves the desk to another store, or empties the one that it left, and is killed at a call of either store.

Before or after the call took effect.
"""

import os
import signal
import sys
from itertools import count
from pathlib import Path
from typing import Any

from tests.unit.workflows.moves import move_of, store

from platformctl.project.project import load_project
from platformctl.workflows.forgetting import forget_old
from platformctl.workflows.moving import hand_over

root, here, there, last, after = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]), sys.argv[5]
calls = count(1)


class Deadly:
    """A store whose caller does not survive one of its calls."""

    def __init__(self, records: Any) -> None:
        """Take the real store."""
        self._records = records

    def __getattr__(self, name: str) -> Any:
        """Return a call that counts."""

        def called(*words: Any, **more: Any) -> Any:
            number = next(calls)
            if number == last and after == "before":
                os.kill(os.getpid(), signal.SIGKILL)
            result = getattr(self._records, name)(*words, **more)
            if number == last:
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        return called


old: Any = Deadly(store(here))
new: Any = Deadly(store(there))
move = move_of(load_project(root), old, new)
if sys.argv[6:] == ["forget"]:
    forget_old(move)
else:
    _, stopped = hand_over(move)
    assert not stopped
sys.stdout.write(f"{next(calls)}\n")
