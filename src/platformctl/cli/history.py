"""`platformctl history [STACK|verify|prune]`: a word with a slash is a stack, one without is a subcommand."""

from typing import Annotated, Any

import typer

from platformctl.cli import common as shared
from platformctl.cli import history_keeping as keeping
from platformctl.cli.common import Common
from platformctl.cli.durations import moment_of
from platformctl.cli.reading import named, records_of
from platformctl.cli.reports import Report, reports, write_reports
from platformctl.cli.screen import Screen
from platformctl.cli.single import HELP, Group, single
from platformctl.cli.working import place
from platformctl.errors import Usage
from platformctl.records.store import Records
from platformctl.views import history as views
from platformctl.views.history_table import table
from platformctl.workflows.audit_results import Page
from platformctl.workflows.past import environment_runs
from platformctl.workflows.past import history as read

SHOWN = 20
"""Runs that a person is shown where nothing else was said; programs and reports get all."""
Limit = Annotated[
    int | None,
    typer.Option("--limit", metavar="N", min=1, help=f"The newest N runs. Default: {SHOWN}; in JSON and reports all."),
]
Before = Annotated[str | None, typer.Option("--before", metavar="TIME", help="Only what was earlier (UTC).")]


class Door(Group):
    """Takes a word with a slash for a stack, whatever it is called."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command, or make the one of a stack."""
        if "/" not in args[0]:
            return super().resolve_command(ctx, args)
        command = single(args[0], _of_stack)
        shared.everywhere(command)
        return args[0], command, args[1:]


app = typer.Typer(name="history", cls=Door, add_completion=False, rich_markup_mode="rich", context_settings=HELP)


@app.callback(invoke_without_command=True, subcommand_metavar="[STACK|verify|prune]")
def history(ctx: typer.Context, limit: Limit = None, before: Before = None, report: Report = None) -> None:
    """Show the runs of the environment, or those of a STACK event by event; prove or prune the record."""
    common: Common = ctx.obj
    if ctx.invoked_subcommand is not None:
        if limit or before or report:
            raise Usage("An option stands too early", detail="Give the options of history after the stack.")
        return
    project, environment = place(common)
    wanted = reports(report, ("csv",))
    records = records_of(project, common)
    found = environment_runs(records, environment, _page(common, limit, before))
    write_reports(wanted, lambda _: _table(records, environment, _page(common, limit, before, all_runs=True)))
    Screen(common).show(lambda look: views.runs(found, look), lambda: views.runs_json(found))


def _of_stack(ctx: typer.Context, limit: Limit = None, before: Before = None, report: Report = None) -> None:
    """Show the runs of a stack, event by event."""
    common: Common = ctx.obj
    project, chosen = named(common, str(ctx.info_name))
    wanted = reports(report, ("csv",))
    records = records_of(project, common)
    found = read(project, records, chosen, _page(common, limit, before))
    whole = _page(common, limit, before, all_runs=True)
    write_reports(wanted, lambda _: table(read(project, records, chosen, whole).events))
    Screen(common).show(lambda look: views.told(found, look), lambda: views.told_json(found))


def _page(common: Common, limit: int | None, before: str | None, *, all_runs: bool = False) -> Page:
    """Return how much is looked at; who was not asked for less gives a program everything."""
    everything = all_runs or Screen(common).json
    return Page(limit or (None if everything else SHOWN), moment_of(before, "--before") if before else "")


def _table(records: Records, environment: str, page: Page) -> str:
    """Write the events of an environment's runs, the oldest run first; without a limit, whatever else is on record."""
    if page.runs:
        return table(
            event for run in reversed(environment_runs(records, environment, page).runs) for event in run.events
        )
    every = (event for stack in records.stacks(environment) for event in records.events(stack))
    return table(sorted((event for event in every if page.takes(event.at)), key=lambda event: (event.at, event.stack)))


app.command()(keeping.verify)
app.command()(keeping.prune)


def command() -> Any:
    """Return the command."""
    group: Any = typer.main.get_command(app)
    for one in group.commands.values():
        shared.everywhere(one)
    shared.waiting(group.commands["prune"])
    return group
