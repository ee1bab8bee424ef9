"""`platformctl init`."""

from pathlib import Path
from typing import Annotated, Any

import typer

from platformctl.cli.common import Common
from platformctl.cli.screen import Screen
from platformctl.cli.single import single
from platformctl.views.starting import started, started_json

Organisation = Annotated[
    str, typer.Option("--organisation", metavar="WORD", help="Starts every cloud name: 2 to 12 letters and digits.")
]
Team = Annotated[str, typer.Option("--team", metavar="TEAM", help="The first team.")]


def init(ctx: typer.Context, organisation: Organisation = "acme", team: Team = "platform") -> None:
    """Make a project here: platform.yaml, platform.lock, the built-in guardrails. Its environment is the sandbox."""
    from platformctl.workflows.init import init as workflow

    common: Common = ctx.obj
    result = workflow(common.project or Path.cwd(), organisation, team)
    Screen(common).show(lambda look: started(result, look), lambda: started_json(result))


def command() -> Any:
    """Return the command."""
    return single("init", init)
