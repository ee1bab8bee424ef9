"""`platformctl destroy STACK…`."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Annotated, Any

import typer

from platformctl.cli.common import Common, waiting
from platformctl.cli.options import Over, Yes
from platformctl.cli.places import project_of
from platformctl.cli.screen import Screen
from platformctl.cli.several import Confirms, Parallelism, StopOnFailure, pace_of, said_about
from platformctl.cli.single import single
from platformctl.cli.working import finish, stacks_of, working
from platformctl.errors import PlatformError
from platformctl.project.project import Project
from platformctl.stacks import workspace
from platformctl.stacks.stack_id import StackId
from platformctl.views.fleet import gone_through
from platformctl.views.outcome import finished, finished_json, several_json
from platformctl.workflows.results import exit_code

Named = Annotated[list[str], typer.Argument(metavar="STACK", help="ENV/KIND/NAME, or KIND/NAME.", show_default=False)]


def destroy(  # noqa: PLR0913, PLR0917 - one for each thing that may be said
    ctx: typer.Context,
    stack: Named,
    yes: Yes = False,
    confirm: Confirms = None,
    over: Over = None,
    parallelism: Parallelism = None,
    stop_on_failure: StopOnFailure = False,
) -> None:
    """Destroy stacks, those that use others first. What holds data asks for its name."""
    from platformctl.workflows import destroy as workflow

    common: Common = ctx.obj
    project = project_of(common)
    environment, chosen = stacks_of(common, project, stack)
    pace = pace_of(parallelism, stop_on_failure, len(chosen))
    said = said_about(chosen, yes, confirm, over, pace.side_by_side)
    if len(chosen) == 1:
        said = replace(said, instead=partial(_words, project, chosen[0]))
        with working(common, project, environment, said) as ports:
            outcome = workflow.destroy(chosen[0], ports)
        Screen(common).show(lambda look: finished(outcome, look), lambda: finished_json(outcome))
        return
    with working(common, project, environment, said) as ports:
        results = workflow.destroy_several(chosen, ports, pace)
    Screen(common).show(lambda look: gone_through(results, look), lambda: several_json(results))
    finish(exit_code(results, detailed=False, signal=ports.interrupts.received))


def _words(project: Project, stack: StackId) -> str:
    """Say what to type where nobody can be asked: what holds data takes more than a yes."""
    from platformctl.workflows.losing import words_to_destroy

    try:
        loaded = workspace.load(project, stack)
    except PlatformError:  # its request is gone, or broken: the command itself tells
        return f"platformctl destroy {stack} --confirm {stack.name}"
    return words_to_destroy(loaded, datetime.now(UTC).date())


def command() -> Any:
    """Return the command."""
    return waiting(single("destroy", destroy))
