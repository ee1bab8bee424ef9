"""What can be said of an emulator."""

from dataclasses import dataclass

from platformctl.model import Model


class Answer(Model):
    """What the emulator says of itself, and what it wrote down when it started."""

    id: str
    """New at every start: another id means that its memory was lost."""
    pid: int
    version: str


@dataclass(frozen=True)
class Running:
    """It answers."""

    id: str
    pid: int
    version: str
    port: int
    url: str


@dataclass(frozen=True)
class Stopped:
    """It does not run; what it held is gone."""

    reason: str


Status = Running | Stopped
