"""The one small interface by which slow work tells what it is doing."""

from collections.abc import Callable
from dataclasses import dataclass, replace
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
    stack: str = ""
    """The stack's id, where a command works on several."""


Progress = Callable[[Event], None]
"""Takes an event and returns at once; it never raises."""


def about(stack: str, progress: Progress) -> Progress:
    """Tell everything as being about one of several stacks."""
    return lambda event: progress(replace(event, stack=stack))


def silent(_event: Event) -> None:
    """Tell nobody."""
