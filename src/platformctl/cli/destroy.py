"""`platformctl destroy STACK`."""

from typing import Any

import typer

from platformctl.cli.common import Common
from platformctl.cli.options import Confirm, Over, Stack, Yes
from platformctl.cli.places import project_of
from platformctl.cli.screen import Screen
from platformctl.cli.single import single
from platformctl.cli.working import said_of, stacks_of, working
from platformctl.views.outcome import finished, finished_json


def destroy(ctx: typer.Context, stack: Stack, yes: Yes = False, confirm: Confirm = None, over: Over = None) -> None:
    """Destroy a stack. What holds data asks for its name."""
    from platformctl.workflows import destroy as workflow

    common: Common = ctx.obj
    project = project_of(common)
    environment, (chosen,) = stacks_of(common, project, [stack])
    with working(common, project, environment, said_of(yes, confirm, over=over)) as ports:
        outcome = workflow.destroy(chosen, ports)
    Screen(common).show(lambda look: finished(outcome, look), lambda: finished_json(outcome))


def command() -> Any:
    """Return the command."""
    return single("destroy", destroy)
