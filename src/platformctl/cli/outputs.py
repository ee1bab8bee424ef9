"""`platformctl outputs STACK [NAME]`."""

from typing import Annotated, Any

import typer

from platformctl.cli.common import Common
from platformctl.cli.options import Stack
from platformctl.cli.reading import named, records_of
from platformctl.cli.reports import Report, reports, write_reports
from platformctl.cli.screen import Screen
from platformctl.cli.single import single
from platformctl.views import outputs as views
from platformctl.views.environment_files import FORMATS, environment_file
from platformctl.workflows.output_history import output_history
from platformctl.workflows.standing import standing

Past = Annotated[bool, typer.Option("--history", help="Show what the outputs were, and which run made them so.")]
Name = Annotated[str | None, typer.Argument(metavar="[NAME]", help="One output, bare.", show_default=False)]


def outputs(
    ctx: typer.Context, stack: Stack, name: Name = None, told_history: Past = False, report: Report = None
) -> None:
    """Show a stack's outputs, or one of them bare, for use in scripts."""
    common: Common = ctx.obj
    project, chosen = named(common, stack)
    wanted = reports(report, FORMATS)
    records = records_of(project, common)
    if told_history:
        past = output_history(records, chosen, name)
        Screen(common).show(lambda look: views.past(chosen, past, look), lambda: views.past_json(chosen, past))
        return
    head = standing(project, records, chosen).head
    found = head.outputs if head else {}
    write_reports(wanted, lambda kind: environment_file(kind, chosen, found))
    if name is None:
        Screen(common).show(lambda look: views.outputs(chosen, found, look), lambda: views.outputs_json(chosen, found))
    else:
        bare = views.output(chosen, name, found)
        Screen(common).show(lambda _: bare, lambda: views.outputs_json(chosen, {name: found[name]}))


def command() -> Any:
    """Return the command."""
    return single("outputs", outputs)
