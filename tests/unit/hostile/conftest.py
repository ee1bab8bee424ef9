"""A project whose environments take no stack, whose caller has no tools: what is refused is refused by words alone."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.unit.hostile.door import everything
from tests.unit.hostile.words import CANARY
from tests.unit.projects import PLATFORM, make_project, make_stack

from platformctl.project.project import load_project

FULL = PLATFORM.replace("limits: {stacks: 4,", "limits: {stacks: 0,")
SETTINGS = ("PROJECT", "ENV", "OUTPUT", "PROGRESS", "YES")


@dataclass(frozen=True)
class Ground:
    """Where hostile people stand."""

    root: Path

    @property
    def platform(self) -> Path:
        """Return platform.yaml."""
        return self.root / "platform.yaml"

    @property
    def stack(self) -> Path:
        """Return the folder of the one stack, `desk/note/one`."""
        return self.root / "stacks/desk/note/one"

    @property
    def request(self) -> Path:
        """Return its request.yaml."""
        return self.stack / "request.yaml"

    def files(self) -> dict[str, bytes]:
        """Return every file of the project."""
        return everything(self.root)

    def canaries(self) -> list[Path]:
        """Name the files that exist because a text was run as a program."""
        return [*self.root.parent.rglob(f"*{CANARY}*")]


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """One project for a module; each test leaves it as it was."""
    folder = tmp_path_factory.mktemp("hostile")
    project = make_project(folder / "project", PLATFORM)
    make_stack(project, text="hello")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(project.root)
        patch.setenv("XDG_STATE_HOME", str(folder / "state"))
        patch.setenv("COLUMNS", "100")
        patch.setattr("platformctl.cli.wiring.find_terraform", lambda *_: SimpleNamespace(path=Path(os.devnull)))
        for name in SETTINGS:
            patch.delenv(f"PLATFORMCTL_{name}", raising=False)
        yield Ground(project.root)


@pytest.fixture
def full(ground: Ground) -> Iterator[Ground]:
    """The same, with no room for one more stack: what is not refused by its words is by the limit."""
    ground.platform.write_text(FULL, encoding="utf-8")
    load_project(ground.root)
    yield ground
    ground.platform.write_text(PLATFORM, encoding="utf-8")
