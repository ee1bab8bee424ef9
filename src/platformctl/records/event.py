"""The events of a stack's records: what each says, and the digest that chains it to the one before."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal
from uuid import uuid4

from pydantic import JsonValue

from platformctl.model import Model

EventType = Literal[
    "started",
    "planned",
    "judged",
    "applying",
    "applied",
    "failed",
    "interrupted",
    "blocked",
    "declined",
    "destroyed",
    "settled",
    "taken-over",
    "released",
    "checkpoint",
    "moved",
]
Body = Mapping[str, JsonValue]
"""What an event says beyond its type; never a secret."""
FIRST = ""
"""What stands for the digest before the first event."""


def now() -> str:
    """Say the time in UTC, as the records write it."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def canonical(value: object) -> str:
    """Write JSON in the one form that digests are taken of: ASCII, sorted keys, no spaces."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


@dataclass(frozen=True)
class Draft:
    """An event before it has its place in the chain."""

    stack: str
    run: str
    type: EventType
    body: Body = field(default_factory=dict)
    id: str = field(default_factory=lambda: uuid4().hex)
    """Made by the writer: the same draft sent twice is recorded once."""


class Event(Model):
    """One entry of a stack's append-only records."""

    id: str
    stack: str
    seq: int
    """1, 2, 3 … within the stack, without a gap."""
    at: str
    run: str
    type: EventType
    body: dict[str, JsonValue]
    prev: str
    """The hash of the event before; empty for the first."""
    hash: str

    @property
    def expected_hash(self) -> str:
        """Return what the hash must be: SHA-256 over the canonical JSON of everything else."""
        return _digest(self.model_dump(exclude={"hash"}))

    @property
    def is_last_word(self) -> bool:
        """Claim that it says where a story went of which this store keeps nothing else."""
        return self.type == "moved" and self.body.get("forgotten") is True

    def says(self, draft: Draft) -> bool:
        """Tell whether this is the event that the draft became."""
        told = (self.stack, self.run, self.type, canonical(self.body))
        return told == (draft.stack, draft.run, draft.type, canonical(dict(draft.body)))


def chained(draft: Draft, *, seq: int, prev: str, at: str) -> Event:
    """Give the draft its place: number `seq`, after the event whose hash is `prev`."""
    fields = {
        "id": draft.id,
        "stack": draft.stack,
        "seq": seq,
        "at": at,
        "run": draft.run,
        "type": draft.type,
        "body": dict(draft.body),
        "prev": prev,
    }
    return Event.model_validate({**fields, "hash": _digest(fields)})


def _digest(fields: Mapping[str, object]) -> str:
    return hashlib.sha256(canonical(dict(fields)).encode("ascii")).hexdigest()
