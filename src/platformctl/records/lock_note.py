"""Terraform's note about a lock (`.terraform.tfstate.lock.info`): read to name a holder, written to name ourselves."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from platformctl.project.files import write_atomically
from platformctl.records.lease import Holder

_OURS = "platformctl "


def _terraforms_key(name: str) -> str:
    return "ID" if name == "id" else name.capitalize()


class LockNote(BaseModel):
    """What Terraform 1.x writes there; the note alone proves nothing, it outlives a killed holder."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True, alias_generator=_terraforms_key)

    id: str
    operation: str = ""
    info: str = ""
    who: str = ""
    version: str = ""
    created: str = ""
    path: str = ""

    @property
    def is_ours(self) -> bool:
        """Claim that a platformctl wrote it."""
        return self.operation.startswith(_OURS)


def note_path(state: Path) -> Path:
    """Return where Terraform looks for the note about this state file."""
    return state.with_name(f".{state.name}.lock.info")


def note_of(holder: Holder, state: Path) -> LockNote:
    """Say who holds the state in Terraform's own words."""
    return LockNote(
        id=holder.run,
        operation=f"{_OURS}{holder.command}",
        info=f"run {holder.run}, process {holder.pid}",
        who=f"{holder.who}@{holder.host}",
        created=datetime.fromisoformat(holder.since).astimezone(UTC).isoformat().replace("+00:00", "Z"),
        path=str(state),
    )


def write_note(note: LockNote, state: Path) -> None:
    """Put the note where plain Terraform will find it."""
    content: dict[str, Any] = note.model_dump(by_alias=True)
    write_atomically(note_path(state), json.dumps(content).encode(), mode=0o600)


def read_note(state: Path) -> LockNote | None:
    """Read the note; None when there is none, or none that makes sense."""
    try:
        return LockNote.model_validate_json(note_path(state).read_bytes())
    except (FileNotFoundError, ValidationError):
        return None
