"""A change of twelve stacks that is not trusted: rendered, read and judged by what main says, without a plan."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.ground import PLATFORMCTL, SLOWS
from tests.bench.measuring import Measure
from tests.bench.running import Place, run
from tests.repository import commit_all, git, make_repository
from tests.unit.projects import PLATFORM, make_project, make_stack

from platformctl.project.project import load_project

KINDS = ("queue", "bucket", "db")
WORDS = ("plan", "--changed-since", "main", "--untrusted", "--quiet")


def measured(rounds: int) -> Measure:
    """Measure in so many rounds; a round before, to warm up, doesn't count."""
    with tempfile.TemporaryDirectory(prefix="platformctl-bench-") as folder, _twelve(Path(folder)) as place:
        walls = [run(place, PLATFORMCTL, *WORDS).wall for _ in range(rounds + 1)]
    return Measure("12 stacks in untrusted mode", walls[1:], bound=4, unit=" s")


@contextmanager
def _twelve(folder: Path) -> Iterator[Place]:
    """Make a branch with twelve new stacks of three kinds, in an account that nobody has."""
    platform = PLATFORM.replace("packs: [", "packs: [builtin, ")
    root = make_project(folder / "project", platform).root
    for kind in KINDS:
        make_stack(load_project(root), "first", kind=kind, environment="prod")
    (root / ".gitignore").write_text(".platformctl/\n", "utf-8")
    make_repository(root)
    git(root, "checkout", "-qb", "change")
    for number in range(12):
        make_stack(load_project(root), f"new-{number}", kind=KINDS[number % len(KINDS)], environment="prod")
    commit_all(root, "twelve stacks")
    environ = {name: value for name, value in os.environ.items() if name not in SLOWS}
    yield Place(root, environ | {"XDG_STATE_HOME": str(folder / "state")})
