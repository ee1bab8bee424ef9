"""Where a report landed, and where it did not."""

from dataclasses import dataclass
from typing import Literal

Place = Literal["summary", "annotations", "outputs", "comment", "check"]
What = Literal["written", "made", "changed", "same", "none", "late"]


@dataclass(frozen=True)
class Landed:
    """A place that has the report."""

    place: Place
    what: What


@dataclass(frozen=True)
class Missed:
    """A place that does not, and why."""

    place: Place
    summary: str
    detail: str
    hint: str


@dataclass(frozen=True)
class Posted:
    """All places of a job."""

    host: str
    """As people call it."""
    target: str
    landed: tuple[Landed, ...]
    missed: tuple[Missed, ...]
