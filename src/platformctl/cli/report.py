"""`platformctl report merge FILE…`: works on reports that were written before; reads no project and no stack."""

from pathlib import Path
from typing import Annotated, Any

import typer

from platformctl.cli import common as shared
from platformctl.cli.common import Common
from platformctl.cli.report_formats import FORMATS, texts_of
from platformctl.cli.report_post import post
from platformctl.cli.reports import Report, reports, write_reports
from platformctl.cli.screen import Screen
from platformctl.cli.single import HELP, Group
from platformctl.cli.working import finish

Files = Annotated[list[Path], typer.Argument(metavar="FILE", help="Reports, written by plan --report json=FILE.")]

app = typer.Typer(name="report", cls=Group, add_completion=False, rich_markup_mode="rich", context_settings=HELP)


@app.callback()
def report() -> None:
    """Join the reports of plans, and put them where people read them."""


@app.command()
def merge(ctx: typer.Context, files: Files, report: Report = None) -> None:
    """Join the reports of shards into one; the exit code is that of all, 1 where a shard is missing."""
    from platformctl.views.report_json import report_json
    from platformctl.views.report_text import reported
    from platformctl.workflows.report_merging import merged
    from platformctl.workflows.report_reading import read_report

    common: Common = ctx.obj
    wanted = reports(report, FORMATS)
    found = merged([read_report(file) for file in files])
    write_reports(wanted, texts_of(found))
    Screen(common).show(lambda look: reported(found, look), lambda: report_json(found))
    finish(found.exit_code)


app.command()(post)


def command() -> Any:
    """Return the command."""
    group: Any = typer.main.get_command(app)
    for one in group.commands.values():
        shared.everywhere(one)
    return group
