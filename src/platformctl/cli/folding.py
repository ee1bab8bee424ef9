"""Puts what is told of a piece of work under one line of the job's log, which its page can fold."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from platformctl.cli.common import Common, ProgressFormat
from platformctl.cli.pipes import write_commands


@contextmanager
def folded(common: Common, title: str) -> Iterator[None]:
    """Fold what is told meanwhile; errors and results come after it, since nobody looks into a fold for them."""
    from platformctl.views.job_fold import fold

    lines = fold(title, common.environ, int(time.time()))
    if lines is None or common.quiet or common.progress is ProgressFormat.JSON:
        yield
        return
    write_commands(lines[:1], aside=True)
    try:
        yield
    finally:
        write_commands(lines[1:], aside=True)
