"""Fetches more of a shallow clone's history, step by step, until it is enough or there is no more.

The one place where git may speak to anybody: to the remote that the clone itself came from, over https, ssh or the file
system, without hooks, submodules or tags.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from platformctl.git.command import fetch_from_origin
from platformctl.git.repository import is_shallow

STEPS = (50, 500, 5_000)
"""Commits that are fetched at a time; more would be slower than the whole."""


def deepened(root: Path, environ: Mapping[str, str]) -> Iterator[int]:
    """Yield 0 at once, then the number of commits by which the clone was deepened, as long as that can help."""
    yield 0
    for step in STEPS:
        if not is_shallow(root, environ) or not fetch_from_origin(root, [f"--deepen={step}"], environ):
            return
        yield step
