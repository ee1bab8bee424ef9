"""Says who holds a stack: one of ours, its Terraform that goes on without it, or plain Terraform."""

from platformctl.errors import Busy
from platformctl.records.lease import Holder
from platformctl.records.lock_note import LockNote


def busy(stack: str, holder: Holder | None, note: LockNote | None) -> Busy:
    """Make the error for a stack whose lock can't be had."""
    if note and not note.is_ours:
        return _held_by_terraform(stack, note)
    if holder:
        return _held_by_run(stack, holder)
    return Busy("Somebody else holds this stack", detail=f"The state of {stack} is locked.", hint=_look(stack))


def must_be_settled(stack: str, run: str) -> Busy:
    """Make the error for a stack whose last run was killed while it changed things."""
    return Busy(
        "An interrupted run must be settled first",
        detail=f"Run {run} of {stack} ended without an outcome; what it made is not on record yet.",
        hint=f"platformctl settle {stack}",
    )


def _held_by_run(stack: str, holder: Holder) -> Busy:
    told = f"{stack} is held by {holder.who} on {holder.host} since {holder.since}: run {holder.run}"
    told += f", from {holder.pipeline}" if holder.pipeline else ""
    ended = " Its process is gone, but the Terraform that it started is still at work." if holder.is_gone else ""
    return Busy(
        "Somebody else holds this stack",
        detail=f"{told} (platformctl {holder.command}, process {holder.pid}).{ended}",
        hint=_look(stack),
    )


def _held_by_terraform(stack: str, note: LockNote) -> Busy:
    return Busy(
        "Terraform itself holds this stack's state",
        detail=f"{stack}: {note.operation} by {note.who} since {note.created}, not started by platformctl.",
        hint=_look(stack),
    )


def _look(stack: str) -> str:
    return f"platformctl show {stack}"
