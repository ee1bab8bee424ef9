"""`platformctl leases list|release`."""

from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from platformctl.cli import common as shared
from platformctl.cli.asking import require_somebody
from platformctl.cli.common import Common
from platformctl.cli.options import Stack, Yes
from platformctl.cli.reading import named, records_of
from platformctl.cli.screen import Screen
from platformctl.cli.single import HELP, Group
from platformctl.cli.working import place
from platformctl.errors import PlatformError, Usage
from platformctl.views import leases as views
from platformctl.workflows import leases as workflow
from platformctl.workflows.audit_results import HeldLease

MOST = 500
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why: it goes on record.", show_default=False)]

app = typer.Typer(name="leases", cls=Group, add_completion=False, rich_markup_mode="rich", context_settings=HELP)


@app.callback()
def leases() -> None:
    """Show who holds which stack, or take a lease away from a holder that is stuck."""


@app.command("list")
def list_leases(ctx: typer.Context) -> None:
    """Show who holds stacks of the environment, since when, and whether they live."""
    common: Common = ctx.obj
    project, environment = place(common)
    found, now = workflow.leases(records_of(project, common), environment), datetime.now(UTC)
    Screen(common).show(
        lambda look: views.listed(environment, found, now, look), lambda: views.listed_json(environment, found, now)
    )


@app.command()
def release(ctx: typer.Context, stack: Stack, reason: Reason, yes: Yes = False) -> None:
    """Take the lease on a stack away from its holder; its run can record nothing more."""
    common: Common = ctx.obj
    screen = Screen(common)
    if not 3 <= len(reason.strip()) <= MOST:
        raise Usage("No reason", detail=f"--reason goes on record: 3 to {MOST} characters.")
    project, chosen = named(common, stack)
    records = records_of(project, common, looks=False)
    standing = workflow.held(records, str(chosen))
    require_somebody(screen, yes, None)
    if not yes and not screen.answers(views.question(HeldLease(str(chosen), standing))):
        raise PlatformError("Declined", detail="Nothing was changed.")
    result = workflow.release(records, str(chosen), standing, reason.strip())
    screen.show(lambda look: views.released(result, look), lambda: views.released_json(result))


def command() -> Any:
    """Return the command."""
    group: Any = typer.main.get_command(app)
    for one in group.commands.values():
        shared.everywhere(one)
    return group
