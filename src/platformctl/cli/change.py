"""`platformctl change STACK`: the options are those of the stack's kind."""

from collections.abc import Mapping
from typing import Any

import typer
from typer.core import TyperGroup

from platformctl.catalog.vendor import vendored_module
from platformctl.cli import common as shared
from platformctl.cli.common import Common
from platformctl.cli.kinds import command_of
from platformctl.cli.options import Bind, Confirm, PlanOnly, Yes
from platformctl.cli.places import project_of
from platformctl.cli.screen import Screen
from platformctl.cli.single import group
from platformctl.cli.working import changes_things, said_of, stacks_of, working
from platformctl.errors import Usage
from platformctl.stacks.workspace import discover, request_of
from platformctl.views.outcome import finished, finished_json


class Stacks(TyperGroup):
    """Lists the stacks; builds the command of the one that is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Name the stacks, a hundred of them at most."""
        return [str(stack) for stack in discover(project_of(ctx.obj))][:100]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return the command of a stack, with its kind's options."""
        project = project_of(ctx.obj)
        _, (stack,) = stacks_of(ctx.obj, project, [cmd_name])
        module, _ = vendored_module(project, request_of(project, stack).module)
        fixed = {
            "ctx": (typer.Context, None),
            **({"bind": (Bind, None)} if module.contract.binds else {}),
            "plan_only": (PlanOnly, False),
            "yes": (Yes, False),
            "confirm": (Confirm, None),
        }
        built = command_of(module.contract, cmd_name, _change, fixed)
        shared.everywhere(shared.waiting(built))
        return built


def _change(
    ctx: typer.Context,
    inputs: Mapping[str, Any],
    plan_only: bool,
    bind: list[str] | None = None,
    **said: Any,
) -> None:
    from platformctl.workflows.change import Edit, change

    common: Common = ctx.obj
    if not (inputs or bind):
        raise Usage("Nothing to change", detail="Name at least one input.", hint=f"{ctx.command_path} --help")
    project = project_of(common)
    environment, (stack,) = stacks_of(common, project, [str(ctx.info_name)])
    asks = not plan_only and changes_things(project, environment)
    with working(common, project, environment, said_of(**said, asks=asks)) as ports:
        outcome = change(stack, Edit(inputs, tuple(bind or ())), ports, plan_only=plan_only)
    Screen(common).show(lambda look: finished(outcome, look), lambda: finished_json(outcome))


def command() -> Any:
    """Return the command."""
    return group("change", Stacks, change, metavar="STACK [OPTIONS]")


def change() -> None:
    """Change the inputs of a stack, and apply. The options of a stack: change STACK --help."""
