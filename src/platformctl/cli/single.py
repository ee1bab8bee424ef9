"""Makes a command, or a group whose commands are made on demand, of one function."""

from collections.abc import Callable
from typing import Any

import typer
from typer.core import TyperGroup

from platformctl.errors import Usage

HELP = {"help_option_names": ["-h", "--help"]}


class Group(TyperGroup):
    """Answers a word that names none of its commands with the nearest one that does."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that is asked for."""
        known = self.list_commands(ctx)
        if args[0] not in known and not args[0].startswith("-"):
            from platformctl.project.words import nearest

            raise Usage(
                "Unknown command",
                detail=f"'{args[0]}' is not a command of {ctx.command_path}.{nearest(args[0], known)}",
                hint=f"platformctl show {args[0]}" if "/" in args[0] else f"{ctx.command_path} --help",
            )
        return super().resolve_command(ctx, args)


def single(name: str, function: Callable[..., None]) -> Any:
    """Return the command that runs `function`."""
    app = typer.Typer(add_completion=False, rich_markup_mode="rich")
    app.command(name, context_settings=HELP)(function)
    return typer.main.get_command(app)


def group(name: str, kind: type[TyperGroup], function: Callable[..., None], *, metavar: str) -> Any:
    """Return a group whose help is the function's."""
    app = typer.Typer(name=name, cls=kind, add_completion=False, rich_markup_mode="rich")
    app.callback(context_settings=HELP, subcommand_metavar=metavar)(function)
    return typer.main.get_command(app)
