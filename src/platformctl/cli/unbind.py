"""`platformctl unbind STACK BINDING…`."""

from typing import Annotated, Any

import typer

from platformctl.cli.common import Common, waiting
from platformctl.cli.options import Confirm, PlanOnly, Stack, Yes
from platformctl.cli.places import project_of
from platformctl.cli.screen import Screen
from platformctl.cli.single import single
from platformctl.cli.working import changes_things, said_of, stacks_of, working
from platformctl.views.outcome import finished, finished_json

Bindings = Annotated[
    list[str], typer.Argument(metavar="BINDING", help="As its request writes it, or KIND/NAME.", show_default=False)
]


def unbind(
    ctx: typer.Context,
    stack: Stack,
    binding: Bindings,
    plan_only: PlanOnly = False,
    yes: Yes = False,
    confirm: Confirm = None,
) -> None:
    """Take away what a stack may use of another, and apply."""
    from platformctl.workflows.change import Edit, change

    common: Common = ctx.obj
    project = project_of(common)
    environment, (chosen,) = stacks_of(common, project, [stack])
    said = said_of(yes, confirm, asks=not plan_only and changes_things(project, environment))
    with working(common, project, environment, said) as ports:
        outcome = change(chosen, Edit(unbind=tuple(binding)), ports, plan_only=plan_only)
    Screen(common).show(lambda look: finished(outcome, look), lambda: finished_json(outcome))


def command() -> Any:
    """Return the command."""
    return waiting(single("unbind", unbind))
