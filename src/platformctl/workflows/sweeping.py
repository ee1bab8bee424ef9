"""Removes what killed commands left in the user's state folder: private folders that nobody settles any more."""

import shutil
import time
from pathlib import Path

from platformctl.stacks.stack_id import StackId
from platformctl.terraform.alive import somebody_lives
from platformctl.terraform.work_folder import ALIVE
from platformctl.workflows.ports import Ports

OLD = 3600.0
"""Seconds after which the folder of a preview or a judge that nobody holds is nobody's."""


def sweep(stack: StackId, ports: Ports) -> None:
    """Remove the folder of the stack's last run, if it has ended, and old ones of previews and judges."""
    head = ports.records().head(str(stack))
    ended = head.last_run.id if head and head.last_run and head.unfinished is None else ""
    for folder in list(ports.work.iterdir()) if ports.work.is_dir() else ():
        if (folder.name == ended or _is_old(folder)) and not somebody_lives(folder / ALIVE):
            shutil.rmtree(folder, ignore_errors=True)


def _is_old(folder: Path) -> bool:
    if not folder.name.startswith(("preview-", "judge-")):
        return False
    try:
        return folder.stat().st_mtime < time.time() - OLD
    except FileNotFoundError:
        return False
