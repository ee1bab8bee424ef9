"""`platformctl sandbox up|down|status|reset|env`."""

import shlex
from typing import Any

import typer

from platformctl.cli import common as shared
from platformctl.cli.common import Common
from platformctl.cli.options import Yes
from platformctl.cli.reading import records_of
from platformctl.cli.screen import Screen
from platformctl.cli.single import HELP, Group
from platformctl.cli.wiring import sandbox_of
from platformctl.cli.working import place
from platformctl.errors import PlatformError, Usage
from platformctl.progress import Progress
from platformctl.project.project import Project
from platformctl.sandbox.sandbox import Sandbox
from platformctl.views import sandbox as views

app = typer.Typer(name="sandbox", cls=Group, add_completion=False, rich_markup_mode="rich", context_settings=HELP)


@app.callback()
def sandbox() -> None:
    """Start, stop, reset or look at the local cloud emulator of this project."""


@app.command()
def up(ctx: typer.Context) -> None:
    """Start it, unless it runs."""
    with Screen(ctx.obj).teller() as progress:
        status = _sandbox(ctx.obj, progress).up()
    Screen(ctx.obj).show(lambda look: views.status(status, look), lambda: views.status_json(status))


@app.command()
def down(ctx: typer.Context) -> None:
    """Stop it; what it holds is lost."""
    with Screen(ctx.obj).teller() as progress:
        status = _sandbox(ctx.obj, progress).down()
    Screen(ctx.obj).show(lambda look: views.status(status, look), lambda: views.status_json(status))


@app.command()
def status(ctx: typer.Context) -> None:
    """Say whether it runs."""
    with Screen(ctx.obj).teller() as progress:
        found = _sandbox(ctx.obj, progress).status()
    Screen(ctx.obj).show(lambda look: views.status(found, look), lambda: views.status_json(found))


@app.command()
def reset(ctx: typer.Context, yes: Yes = False) -> None:
    """Begin anew: an empty emulator, and no states of what it held."""
    from platformctl.cli.asking import require_somebody
    from platformctl.workflows.reset import reset as workflow

    common: Common = ctx.obj
    screen = Screen(common)
    require_somebody(screen, yes, None)
    project, _ = place(common)
    if not yes and not screen.answers("Everything in the sandbox is lost. Do it? [y/N] "):
        raise PlatformError("Declined", detail="Nothing was changed.")
    with screen.teller() as progress:
        result = workflow(
            project, records_of(project, common, looks=False), sandbox_of(project, common.environ, progress)
        )
    screen.show(lambda look: views.reset(result, look), lambda: views.reset_json(result))


@app.command()
def env(ctx: typer.Context) -> None:
    """Print what points any AWS client at it: eval "$(platformctl sandbox env)"."""
    common: Common = ctx.obj
    with Screen(common).teller() as progress:
        variables = _sandbox(common, progress).env()
    lines = "".join(f"export {name}={shlex.quote(value)}\n" for name, value in variables.items())
    Screen(common).show(lambda _: lines, lambda: views.env_json(variables))


def _sandbox(common: Common, progress: Progress) -> Sandbox:
    project, _ = place(common)
    return sandbox_of(_with_sandbox(project), common.environ, progress)


def _with_sandbox(project: Project) -> Project:
    if not any(environment.is_sandbox for environment in project.platform.environments.values()):
        raise Usage("The project has no sandbox environment", detail=f"See {project.root}/platform.yaml.")
    return project


def command() -> Any:
    """Return the command."""
    group: Any = typer.main.get_command(app)
    for one in group.commands.values():
        shared.everywhere(one)
    return group
