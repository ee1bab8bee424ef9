"""`platformctl show STACK`."""

from typing import Any

import typer

from platformctl.cli.common import Common
from platformctl.cli.options import Stack
from platformctl.cli.reading import commits_of, named, records_of
from platformctl.cli.screen import Screen
from platformctl.cli.single import single
from platformctl.views.standing import shown, shown_json
from platformctl.workflows.standing import standing


def show(ctx: typer.Context, stack: Stack) -> None:
    """Show one stack: request, last run, outputs."""
    common: Common = ctx.obj
    project, chosen = named(common, stack)
    found = standing(project, records_of(project, common), chosen, commits_of(project, common))
    Screen(common).show(lambda look: shown(found, look), lambda: shown_json(found))


def command() -> Any:
    """Return the command."""
    return single("show", show)
