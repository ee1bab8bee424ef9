"""`platformctl plan [STACK…]`."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from platformctl.cli.changed import Wanted, occasion_in, plan_change, planned
from platformctl.cli.common import Common
from platformctl.cli.options import Detailed, Since, Stacks
from platformctl.cli.places import project_of
from platformctl.cli.plan_reports import write_plan_reports
from platformctl.cli.report_formats import FORMATS
from platformctl.cli.reports import Report, reports
from platformctl.cli.screen import Screen
from platformctl.cli.single import single
from platformctl.cli.working import finish, stacks_of
from platformctl.errors import Usage
from platformctl.views.outcome import several, several_json
from platformctl.workflows.results import exit_code

Untrusted = Annotated[
    bool,
    typer.Option("--untrusted", help="With --changed-since: look at the change, plan nothing."),
]
ShardWord = Annotated[
    str | None,
    typer.Option("--shard", metavar="N/M", help="Plan the N-th of M shares of the stacks."),
]


def plan(  # noqa: PLR0913, PLR0917 - one for each thing that may be said
    ctx: typer.Context,
    stack: Stacks = None,
    changed_since: Since = None,
    untrusted: Untrusted = False,
    shard: ShardWord = None,
    detailed_exitcode: Detailed = False,
    report: Report = None,
) -> None:
    """Preview what applying would change, judged. Changes nothing. Without STACK: the whole environment."""
    from platformctl.workflows.shards import parse_shard

    common: Common = ctx.obj
    project, wanted, part = project_of(common), reports(report, FORMATS), parse_shard(shard) if shard else None
    if changed_since:
        _refuse_names(stack)
        plan_change(common, project, Wanted(changed_since, untrusted, part, wanted, detailed_exitcode))
        return
    if untrusted:
        raise Usage("A change is missing", detail="--untrusted is about a change: say --changed-since REF as well.")
    _refuse_forks(common)
    environment, chosen = stacks_of(common, project, stack or [])
    results = planned(common, project, environment, chosen, part)
    code = exit_code(results, detailed=detailed_exitcode)
    occasion = occasion_in(environment, part)
    write_plan_reports(wanted, results, code, occasion, (project, common))
    Screen(common).show(lambda look: several(results, look), lambda: several_json(results))
    finish(code)


def _refuse_names(stacks: Sequence[str] | None) -> None:
    if stacks:
        raise Usage(
            "Named and changed at once",
            detail=f"--changed-since finds the stacks by itself; {', '.join(stacks[:3])} was named besides.",
            hint="leave out one of the two",
        )


def _refuse_forks(common: Common) -> None:
    """Plan nothing of a fork's: what it may be held against is known with a fork point only."""
    from platformctl.workflows.job import fork_of

    if why := fork_of(common.environ):
        raise Usage(
            "A fork is not planned",
            detail=f"This job runs code that nobody here has merged: {why}. It can be looked at, without Terraform.",
            hint="platformctl plan --changed-since origin/main",
        )


def command() -> Any:
    """Return the command."""
    return single("plan", plan)
