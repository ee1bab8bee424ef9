"""The one small interface by which slow work tells what it is doing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Phase = Literal["started", "waiting", "done", "failed", "note"]


@dataclass(frozen=True)
class Event:
    """One thing worth telling a person who waits."""

    topic: str
    """The step it belongs to: `tools`, `sandbox`, `judge`, `init`, `plan`, `apply`, `settle`."""
    phase: Phase
    text: str
    """Plain words, never a secret: "making the checkov environment", "aws_db_instance.this: 40 s"."""
    subject: str = ""
    """The resource address, where the event is about one."""


Progress = Callable[[Event], None]
"""Takes an event and returns at once; it never raises."""


def silent(_event: Event) -> None:
    """Tell nobody."""
