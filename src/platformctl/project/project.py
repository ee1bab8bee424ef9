"""A project: the folder that holds platform.yaml, found upwards, with its lock."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from platformctl.errors import Usage
from platformctl.project.documents import read_document
from platformctl.project.lock_file import LOCK_NAME, Lock, parse_lock
from platformctl.project.platform_file import Environment, Platform
from platformctl.project.references import refuse_references
from platformctl.project.validation import validated
from platformctl.project.words import nearest

PLATFORM_NAME = "platform.yaml"


@dataclass(frozen=True)
class Project:
    """Where the project lies and what its two files say."""

    root: Path
    platform: Platform

    @cached_property
    def lock(self) -> Lock:
        """Read platform.lock."""
        path = self.root / LOCK_NAME
        if path.is_symlink() or not path.is_file():
            raise Usage("platform.lock is missing", detail=f"{path} is not a file.", hint="git checkout platform.lock")
        try:
            return parse_lock(path.read_text("utf-8"), path)
        except UnicodeDecodeError as error:
            raise Usage("A file is not UTF-8", detail=f"{path}: byte {error.start} is not UTF-8.") from error

    @property
    def stacks(self) -> Path:
        """Return the folder of all stacks."""
        return self.root / "stacks"

    @property
    def store(self) -> Path:
        """Return the local store's folder; git-ignored."""
        return self.root / ".platformctl"

    def environment_name(self, name: str | None) -> str:
        """Return the chosen environment's name, the default one for None; Usage when there is none of that name."""
        chosen = name or self.platform.default_environment
        if chosen not in self.platform.environments:
            known = ", ".join(sorted(self.platform.environments))
            close = nearest(chosen, self.platform.environments)
            raise Usage(
                "Unknown environment",
                detail=f"'{chosen}' is not in {self.root / PLATFORM_NAME}.{close} Known environments: {known}.",
                hint="platformctl list",
            )
        return chosen

    def environment(self, name: str) -> Environment:
        """Return an environment by its name."""
        return self.platform.environments[self.environment_name(name)]


def find_root(start: Path) -> Path | None:
    """Return the nearest folder upwards that holds platform.yaml."""
    start = start.resolve()
    return next((folder for folder in (start, *start.parents) if (folder / PLATFORM_NAME).is_file()), None)


def open_project(start: Path) -> Project:
    """Open the project around `start`; Usage when there is none."""
    root = find_root(start)
    if root is None:
        raise Usage(
            "No platformctl project here",
            detail=f"Neither {start.resolve()} nor any folder above it holds {PLATFORM_NAME}.",
            hint="platformctl init        (or try it out: platformctl --sandbox create db orders)",
        )
    return load_project(root)


def load_project(root: Path) -> Project:
    """Load the project at `root`."""
    document = read_document(root / PLATFORM_NAME)
    refuse_references(document)
    return Project(root, validated(Platform, document))
