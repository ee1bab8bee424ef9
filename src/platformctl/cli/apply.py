"""`platformctl apply STACK…`."""

from typing import Annotated, Any

import typer

from platformctl.cli.common import Common, waiting
from platformctl.cli.options import Detailed, Over, Stacks, Yes
from platformctl.cli.places import project_of
from platformctl.cli.screen import Screen
from platformctl.cli.several import Confirms, Parallelism, StopOnFailure, pace_of, said_about
from platformctl.cli.single import single
from platformctl.cli.working import finish, stacks_of, working
from platformctl.errors import Usage
from platformctl.views.fleet import gone_through
from platformctl.views.outcome import several, several_json
from platformctl.workflows.results import exit_code

All = Annotated[bool, typer.Option("--all", help="Every stack of the environment.")]


def apply(  # noqa: PLR0913, PLR0917 - one for each thing that may be said
    ctx: typer.Context,
    stack: Stacks = None,
    all_stacks: All = False,
    detailed_exitcode: Detailed = False,
    yes: Yes = False,
    confirm: Confirms = None,
    over: Over = None,
    parallelism: Parallelism = None,
    stop_on_failure: StopOnFailure = False,
) -> None:
    """Apply stacks as their requests say, producers before those that use them."""
    from platformctl.workflows import apply as workflow

    common: Common = ctx.obj
    if bool(stack) == all_stacks:
        raise Usage(
            "Which stacks?", detail="Name the stacks to apply, or say --all.", hint="platformctl apply --all --yes"
        )
    project = project_of(common)
    environment, chosen = stacks_of(common, project, stack or [])
    pace = pace_of(parallelism, stop_on_failure, len(chosen))
    said = said_about(chosen, yes, confirm, over, pace.side_by_side)
    with working(common, project, environment, said) as ports:
        results = workflow.apply(chosen, ports, pace)
    view = several if len(chosen) == 1 else gone_through
    Screen(common).show(lambda look: view(results, look), lambda: several_json(results))
    finish(exit_code(results, detailed=detailed_exitcode, signal=ports.interrupts.received))


def command() -> Any:
    """Return the command."""
    return waiting(single("apply", apply))
