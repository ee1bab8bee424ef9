"""Makes a command, or a group whose commands are made on demand, of one function."""

from collections.abc import Callable
from typing import Any

import typer
from typer.core import TyperGroup

HELP = {"help_option_names": ["-h", "--help"]}


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
