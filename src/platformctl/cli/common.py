"""The options that every command takes, before or after its name."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

PANEL = "Everywhere"


class OutputFormat(StrEnum):
    """How the result looks on stdout."""

    HUMAN = "human"
    JSON = "json"


class ProgressFormat(StrEnum):
    """How progress looks on stderr."""

    AUTO = "auto"
    PLAIN = "plain"
    JSON = "json"


@dataclass
class Common:
    """What the shared options say, the command's own place winning over the root's."""

    project: Path | None = None
    env: str | None = None
    sandbox: bool = False
    output: OutputFormat = OutputFormat.HUMAN
    progress: ProgressFormat = ProgressFormat.AUTO
    quiet: bool = False
    verbose: bool = False
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)


def _where(
    project: Annotated[
        Path | None,
        typer.Option(envvar="PLATFORMCTL_PROJECT", metavar="DIR", help="The project's folder.", rich_help_panel=PANEL),
    ] = None,
    env: Annotated[
        str | None,
        typer.Option(envvar="PLATFORMCTL_ENV", metavar="NAME", help="The environment.", rich_help_panel=PANEL),
    ] = None,
    sandbox: Annotated[
        bool, typer.Option("--sandbox", help="Use a local cloud emulator; nothing is real.", rich_help_panel=PANEL)
    ] = False,
) -> None:
    """Declare the options that say what a command is about."""


def _how(
    output: Annotated[
        OutputFormat,
        typer.Option(envvar="PLATFORMCTL_OUTPUT", help="The result on stdout.", rich_help_panel=PANEL),
    ] = OutputFormat.HUMAN,
    progress: Annotated[
        ProgressFormat,
        typer.Option(envvar="PLATFORMCTL_PROGRESS", help="Progress on stderr.", rich_help_panel=PANEL),
    ] = ProgressFormat.AUTO,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress.", rich_help_panel=PANEL)] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Tell more; errors with their origin.", rich_help_panel=PANEL)
    ] = False,
) -> None:
    """Declare the options that say how a command tells."""


def everywhere(command: Any) -> None:
    """Add the shared options to a command; what they say goes to the context's `Common`."""
    for declared in (_where, _how):
        for param in _params(declared):
            param.expose_value = False
            param.callback = _remember
            command.params.append(param)


def _params(declared: Callable[..., None]) -> list[Any]:
    """Return the options that a function declares, apart from the help that every command has."""
    app = typer.Typer(add_completion=False)
    app.command()(declared)
    params: list[Any] = typer.main.get_command(app).params
    return params


def version_option() -> Any:
    """Return the root's `--version`."""

    def version(
        show: Annotated[bool, typer.Option("--version", help="Show the version.", is_eager=True)] = False,
    ) -> None:
        """Carry the option's declaration."""

    param = _params(version)[0]
    param.expose_value = False
    param.callback = _show_version
    return param


def _remember(ctx: Any, param: Any, value: Any) -> Any:
    if ctx.get_parameter_source(param.name).name != "DEFAULT":
        setattr(ctx.obj, param.name, value)
    return value


def _show_version(_ctx: Any, _param: Any, value: bool) -> None:
    if value:
        from platformctl import __version__

        typer.echo(f"platformctl {__version__}")
        raise typer.Exit
