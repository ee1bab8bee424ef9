"""`platformctl render [--check] [STACK…]`."""

from typing import Annotated, Any

import typer

from platformctl.cli.common import Common
from platformctl.cli.options import Stacks
from platformctl.cli.places import project_of
from platformctl.cli.reading import records_of
from platformctl.cli.screen import Screen
from platformctl.cli.single import single
from platformctl.cli.working import finish
from platformctl.stacks.stack_id import parse_stack_id
from platformctl.stacks.workspace import discover
from platformctl.views import rendering as views

Check = Annotated[bool, typer.Option("--check", help="Write nothing; exit with 64 when a file is not as rendered.")]


def render(ctx: typer.Context, stack: Stacks = None, check: Check = False) -> None:
    """Write the generated files again, or check them. Without STACK: those of all environments."""
    from platformctl.workflows import render as workflow

    common: Common = ctx.obj
    project = project_of(common)
    default = project.environment_name(common.env)
    everything = discover(project, default if common.env else None)
    chosen = [parse_stack_id(one, default) for one in stack] if stack else list(everything)
    screen = Screen(common)
    if check:
        faults = tuple(workflow.check(project, chosen))
        screen.show(lambda look: views.checked(len(chosen), faults, look), lambda: views.checked_json(faults))
        finish(max((fault.exit_code for fault in faults), default=0))
    else:
        rendered = workflow.render(project, chosen, records_of(project, common))
        screen.show(lambda look: views.rendered(rendered, look), lambda: views.rendered_json(rendered))


def command() -> Any:
    """Return the command."""
    return single("render", render)
