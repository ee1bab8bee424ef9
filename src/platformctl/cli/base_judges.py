"""Builds the judges of an untrusted change: they know the protected branch's packs, and nothing else of anybody."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from platformctl.catalog.vendor import proven
from platformctl.cli.common import Common
from platformctl.cli.once import once
from platformctl.policy.client import start_worker
from platformctl.policy.judge import Judge
from platformctl.policy.packs import Pack, load_packs
from platformctl.policy.workers import Workers
from platformctl.progress import Progress
from platformctl.stacks.workspace import discover
from platformctl.toolchain.environments import ensure_environment
from platformctl.toolchain.paths import cache_folder
from platformctl.toolchain.trusted_place import require_trusted
from platformctl.workflows.inspecting import Sides


@contextmanager
def base_judges(common: Common, sides: Sides, scratch: Path, progress: Progress) -> Iterator[Callable[[str], Judge]]:
    """Give the judge of an environment to whoever asks; one worker serves all, begins with the first, ends with us.

    A machine that has no environment of checkov's yet gets one first: from hashes that platformctl ships.
    """
    with ExitStack() as ending:

        @once
        def workers() -> Workers:
            python = ensure_environment("checkov", common.environ, progress)
            require_trusted(python, sides.root)
            hired = Workers(lambda: start_worker(python, scratch, cache_folder(common.environ)))
            ending.callback(hired.close)
            return hired

        @once
        def packs() -> Sequence[Pack]:
            pinned = sides.base.lock.packs
            return load_packs(proven(sides.base, "packs", item, pin) for item, pin in pinned.items())

        def judge(environment: str) -> Judge:
            return Judge(workers(), packs, lambda: sum(1 for _ in discover(sides.files, environment)))

        yield judge
