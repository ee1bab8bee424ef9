"""A saved plan file: its digest, and the state that it was made from."""

import zipfile
from dataclasses import dataclass
from pathlib import Path

from platformctl.errors import Blocked, PlatformError
from platformctl.terraform.digests import sha256_of
from platformctl.terraform.state import State, Torn, parse_state

_STATE_ENTRY = "tfstate"
_LARGEST = 256 * 1024 * 1024


@dataclass(frozen=True)
class PlanFile:
    """A plan on disk, as it was when it was made."""

    path: Path
    digest: str
    """SHA-256."""
    has_changes: bool
    """Terraform's own word, from its exit code."""


def refuse_other_plan(plan: PlanFile) -> None:
    """Stop when the file is no longer the one that was made and judged."""
    if not plan.path.is_file() or plan.path.is_symlink() or sha256_of(plan.path) != plan.digest:
        raise Blocked(
            "The plan has changed",
            detail="The plan file is not the one that was judged. Nothing was applied.",
            hint="Run the same command again: it makes and judges a new plan.",
        )


def refuse_stale(plan: PlanFile, current: State) -> None:
    """Stop when the state has moved on since the plan was made. Terraform would too, but says so in prose only."""
    if is_stale(planned_from(plan.path), current):
        raise Blocked(
            "The plan is stale",
            detail="The stack's state has changed since the plan was made. Nothing was applied.",
            hint="Run the same command again: it makes a new plan.",
        )


def is_stale(planned: State, current: State) -> bool:
    """Claim that a plan of one state no longer fits another."""
    return (planned.lineage, planned.serial) != (current.lineage, current.serial)


def planned_from(plan: Path) -> State:
    """Read the state inside the plan file."""
    try:
        with zipfile.ZipFile(plan) as archive:
            state = parse_state(_entry(archive))
    except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise _unreadable(str(error)) from error
    if isinstance(state, Torn):
        raise _unreadable(state.why)
    return state


def _entry(archive: zipfile.ZipFile) -> bytes:
    if archive.getinfo(_STATE_ENTRY).file_size > _LARGEST:
        raise ValueError("the state in it is too large")
    return archive.read(_STATE_ENTRY)


def _unreadable(why: str) -> PlatformError:
    return PlatformError(
        "The plan file could not be read",
        detail=f"{why}. Nothing was applied.",
        hint="run the same command again with --verbose",
    )
