"""`platformctl list`."""

from typing import Any

import typer

from platformctl.cli.common import Common
from platformctl.cli.reading import commits_of, records_of
from platformctl.cli.screen import Screen
from platformctl.cli.single import single
from platformctl.cli.working import place
from platformctl.stacks.index import Index
from platformctl.toolchain.paths import cache_folder
from platformctl.views.standing import listed, listed_json
from platformctl.workflows.standing import standings


def list_stacks(ctx: typer.Context) -> None:
    """List the stacks of an environment."""
    common: Common = ctx.obj
    project, environment = place(common)
    index = Index.opened(project, cache_folder(common.environ) / "seen")
    found = standings(index, records_of(project, common), environment, commits_of(project, common))
    Screen(common).show(lambda look: listed(environment, found, look), lambda: listed_json(environment, found))


def command() -> Any:
    """Return the command."""
    return single("list", list_stacks)
