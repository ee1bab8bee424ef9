"""Makes a command of one function."""

from collections.abc import Callable
from typing import Any

import typer


def single(name: str, function: Callable[..., None]) -> Any:
    """Return the command that runs `function`."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command(name, context_settings={"help_option_names": ["-h", "--help"]})(function)
    return typer.main.get_command(app)
