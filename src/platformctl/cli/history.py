"""`platformctl history STACK`."""

from typing import Any

import typer

from platformctl.cli.common import Common
from platformctl.cli.options import Stack
from platformctl.cli.reading import named, records_of
from platformctl.cli.screen import Screen
from platformctl.cli.single import single
from platformctl.views.standing import told, told_json
from platformctl.workflows.standing import history as read


def history(ctx: typer.Context, stack: Stack) -> None:
    """Show the runs of a stack, event by event."""
    common: Common = ctx.obj
    project, chosen = named(common, stack)
    found = read(project, records_of(project, common), chosen)
    Screen(common).show(lambda look: told(found, look), lambda: told_json(found))


def command() -> Any:
    """Return the command."""
    return single("history", history)
