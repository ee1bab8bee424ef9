"""`platformctl why TEXT`."""

from typing import Annotated, Any

import typer

from platformctl.cli.common import Common
from platformctl.cli.places import project_of
from platformctl.cli.reading import records_of
from platformctl.cli.screen import Screen
from platformctl.cli.single import single
from platformctl.views.why import because, because_json

Text = Annotated[str, typer.Argument(metavar="TEXT", help="An id, an ARN, a name or a value.", show_default=False)]


def why(ctx: typer.Context, text: Text) -> None:
    """Tell whose something is: the stack, its request, who applied it, from which commit and module."""
    from platformctl.workflows.why import why as ask

    common: Common = ctx.obj
    project = project_of(common)
    answers = ask(text, project, records_of(project, common))
    Screen(common).show(lambda look: because(answers, look), lambda: because_json(answers))


def command() -> Any:
    """Return the command."""
    return single("why", why)
