"""`platformctl create KIND NAME`: one subcommand per kind, its options made from the contract."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from platformctl.catalog.sources import kinds, module_on_offer
from platformctl.cli import common as shared
from platformctl.cli.common import Common
from platformctl.cli.kinds import command_of
from platformctl.cli.options import Bind, Confirm, PlanOnly, Team, Yes
from platformctl.cli.places import project_if_any
from platformctl.cli.screen import Screen
from platformctl.cli.single import group
from platformctl.cli.working import changes_things, place, said_of, working
from platformctl.requests.resolve import Wish
from platformctl.views.outcome import finished, finished_json

NAME = Annotated[str, typer.Argument(metavar="NAME", help="What it is called, as orders.", show_default=False)]


class Kinds(TyperGroup):
    """Lists the kinds on offer; builds the one that is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Name the kinds."""
        return sorted(kinds(project_if_any(ctx.obj)))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return the command of a kind."""
        contract = module_on_offer(cmd_name, project_if_any(ctx.obj)).contract
        fixed = {
            "ctx": (typer.Context, None),
            "name": (NAME, ...),
            "team": (Team, None),
            **({"bind": (Bind, None)} if contract.binds else {}),
            "plan_only": (PlanOnly, False),
            "yes": (Yes, False),
            "confirm": (Confirm, None),
        }
        built = command_of(contract, cmd_name, _create, fixed)
        shared.everywhere(shared.waiting(built))
        return built


def _create(ctx: typer.Context, name: str, inputs: Mapping[str, Any], team: str | None, **said: Any) -> None:
    from platformctl.workflows.create import create

    common: Common = ctx.obj
    project, environment = place(common)
    plan_only, bind = said.pop("plan_only"), said.pop("bind", None)
    wish = Wish(str(ctx.info_name), name, environment, team, inputs, tuple(bind or ()))
    with working(
        common, project, environment, said_of(**said, asks=not plan_only and changes_things(project, environment))
    ) as ports:
        outcome = create(wish, ports, plan_only=plan_only)
    outcome = replace(outcome, new_folder=common.entered)
    Screen(common).show(lambda look: finished(outcome, look), lambda: finished_json(outcome))


def command() -> Any:
    """Return the command."""
    return group("create", Kinds, create, metavar="KIND NAME [OPTIONS]")


def create() -> None:
    """Create a resource: request, judged plan, apply, outputs. The options of a kind: create KIND --help."""
