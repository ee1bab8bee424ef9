"""`platformctl rebuild --environment ENV [--into OTHER]`: the recovery drill."""

from typing import Annotated, Any

import typer

from platformctl.cli.common import Common
from platformctl.cli.options import Yes
from platformctl.cli.places import project_of
from platformctl.cli.screen import Screen
from platformctl.cli.several import Parallelism, StopOnFailure, pace_of
from platformctl.cli.single import single
from platformctl.cli.working import Said, changes_things, finish, working
from platformctl.stacks.workspace import discover
from platformctl.views import rebuilding as views
from platformctl.workflows.results import exit_code

Source = Annotated[
    str, typer.Option("--environment", metavar="ENV", help="The environment to make again.", show_default=False)
]
Into = Annotated[
    str | None,
    typer.Option("--into", metavar="ENV", help="Make it in this environment, beside the first. Default: in itself."),
]


def rebuild(
    ctx: typer.Context,
    environment: Source,
    into: Into = None,
    yes: Yes = False,
    parallelism: Parallelism = None,
    stop_on_failure: StopOnFailure = False,
) -> None:
    """Make an environment again from git alone, in the order of its bindings; refused where something is there."""
    from platformctl.workflows.rebuild import Drill
    from platformctl.workflows.rebuild import rebuild as workflow

    common: Common = ctx.obj
    project = project_of(common)
    drill = Drill(project.environment_name(environment), project.environment_name(into or environment))
    pace = pace_of(parallelism, stop_on_failure, len(list(discover(project, drill.source))))
    asks = changes_things(project, drill.target) or (not drill.elsewhere and bool(common.environ.get("CI")))
    said = Said(yes, asks=asks, looks=not asks, several=True, beside=pace.side_by_side)
    with working(common, project, drill.target, said) as ports:
        result = workflow(drill, ports, pace)
    Screen(common).show(lambda look: views.rebuilt(result, look), lambda: views.rebuilt_json(result))
    finish(exit_code(result.results, detailed=False, signal=ports.interrupts.received))


def command() -> Any:
    """Return the command."""
    return single("rebuild", rebuild)
