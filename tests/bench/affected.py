"""What `affected` takes among ten thousand stacks when two hundred files have changed, without the start of Python."""

import gc
import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.bench.measuring import Measure
from tests.bench.stores import timed
from tests.repository import commit_all, git, make_repository
from tests.unit.projects import make_project, make_stack

from platformctl.git.changes import changes_since
from platformctl.git.objects import open_objects
from platformctl.project.project import load_project
from platformctl.workflows.affected import affected

STACKS, CHANGED = 10_000, 200
BOUND = 1.0


def measured(rounds: int) -> Measure:
    """Measure it in this process, which looks for garbage as rarely as the command does."""
    gc.set_threshold(50_000)
    with tempfile.TemporaryDirectory(prefix="platformctl-affected-") as folder:
        root = Path(folder) / "project"
        _made(root)
        what = f"affected, {STACKS} stacks, {CHANGED} files changed"
        return Measure(what, timed(lambda: _asked(root), rounds), BOUND, " s")


def _made(root: Path) -> None:
    """Make the repository: every stack a copy of one that was rendered, under a name of its own."""
    make_stack(make_project(root), "s00000")
    first = root / "stacks/desk/note/s00000"
    for number in range(1, STACKS):
        name = f"s{number:05}"
        folder = first.with_name(name)
        shutil.copytree(first, folder)
        for file in ("request.yaml", "backend.tf", "terraform.tfvars.json"):
            _rename(folder / file, name)
    make_repository(root)
    git(root, "checkout", "-q", "-b", "work")
    for number in range(CHANGED):
        values = first.with_name(f"s{number * 40:05}") / "terraform.tfvars.json"
        values.write_text(values.read_text("utf-8").replace("hello", "new"), "utf-8")
    commit_all(root, "two hundred")


def _rename(file: Path, name: str) -> None:
    file.write_text(file.read_text("utf-8").replace("s00000", name), "utf-8")


def _asked(root: Path) -> Sequence[object]:
    changes = changes_since(root, "main", os.environ)
    with open_objects(root, os.environ) as objects:
        found = affected(load_project(root), changes, objects).stacks
    if len(found) != CHANGED:
        raise SystemExit(f"{len(found)} stacks are affected, not {CHANGED}")
    return found
