"""What `ci init` has done: files written, what is left to do by hand, whom roles must trust."""

from dataclasses import dataclass
from typing import Literal

from platformctl.project.pipelines.trust import Trust


@dataclass(frozen=True)
class WrittenFile:
    """One file, by its path in the repository."""

    path: str
    what: Literal["new", "changed", "unchanged"]


@dataclass(frozen=True)
class Written:
    """Everything that a person must know afterwards."""

    root: str
    """The repository's folder."""
    files: tuple[WrittenFile, ...]
    steps: tuple[str, ...]
    """What only somebody with rights on the code host or in the cloud can do, in this order."""
    trusts: tuple[Trust, ...]
