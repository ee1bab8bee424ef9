"""`platformctl outputs STACK [NAME]`."""

from typing import Annotated, Any

import typer

from platformctl.cli.common import Common
from platformctl.cli.options import Stack
from platformctl.cli.reading import named, records_of
from platformctl.cli.screen import Screen
from platformctl.cli.single import single
from platformctl.views import outputs as views
from platformctl.workflows.standing import standing

Name = Annotated[str | None, typer.Argument(metavar="[NAME]", help="One output, bare.", show_default=False)]


def outputs(ctx: typer.Context, stack: Stack, name: Name = None) -> None:
    """Show a stack's outputs, or one of them bare, for use in scripts."""
    common: Common = ctx.obj
    project, chosen = named(common, stack)
    head = standing(project, records_of(project, common), chosen).head
    found = head.outputs if head else {}
    if name is None:
        Screen(common).show(lambda look: views.outputs(chosen, found, look), lambda: views.outputs_json(chosen, found))
    else:
        bare = views.output(chosen, name, found)
        Screen(common).show(lambda _: bare, lambda: views.outputs_json(chosen, {name: found[name]}))


def command() -> Any:
    """Return the command."""
    return single("outputs", outputs)
