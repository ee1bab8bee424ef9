"""`platformctl plan [STACK…]`."""

from typing import Any

import typer

from platformctl.cli.common import Common
from platformctl.cli.options import Detailed, Stacks
from platformctl.cli.places import project_of
from platformctl.cli.screen import Screen
from platformctl.cli.single import single
from platformctl.cli.working import finish, said_of, stacks_of, working
from platformctl.views.outcome import several, several_json
from platformctl.workflows.results import exit_code


def plan(ctx: typer.Context, stack: Stacks = None, detailed_exitcode: Detailed = False) -> None:
    """Preview what applying would change, judged. Changes nothing. Without STACK: the whole environment."""
    from platformctl.workflows import plan as workflow

    common: Common = ctx.obj
    project = project_of(common)
    environment, chosen = stacks_of(common, project, stack or [])
    with working(common, project, environment, said_of(asks=False)) as ports:
        results = workflow.plan(chosen, ports)
    Screen(common).show(lambda look: several(results, look), lambda: several_json(results))
    finish(exit_code(results, detailed=detailed_exitcode))


def command() -> Any:
    """Return the command."""
    return single("plan", plan)
