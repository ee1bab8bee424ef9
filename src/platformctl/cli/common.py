"""The options that every command takes, before or after its name."""

import os
import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
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
    wait: str = "0s"
    """How long to wait for a stack that somebody else holds; only commands that hold stacks take it."""
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    typed: set[str] = field(default_factory=set)
    """What the command line itself said: no variable overrides it."""
    words: tuple[str, ...] = ()
    """The command line."""
    entered: str = ""
    """The folder of the sandbox's project, where it was not searched but known: what is typed next works inside it."""

    @property
    def typed_again(self) -> str:
        """Return the command line as it can be pasted into a shell."""
        return shlex.join(["platformctl", *self.words])

    def look_ahead(self, arguments: Sequence[str]) -> None:
        """Take from the words what must be known before they are parsed.

        The output format, for errors of the parsing itself; project and environment, because which kinds and stacks
        there are depends on them, wherever in the line they stand.
        """
        self.output = OutputFormat.JSON if self.environ.get("PLATFORMCTL_OUTPUT") == "json" else OutputFormat.HUMAN
        for name, read in (("output", _format), ("project", Path), ("env", str)):
            said = _said(arguments, f"--{name}")
            if said is not None:
                setattr(self, name, read(said))
                self.typed.add(name)
        self.sandbox, self.words = "--sandbox" in arguments, tuple(arguments)


def _said(arguments: Sequence[str], option: str) -> str | None:
    """Return what the words say for an option, the last one winning."""
    said = None
    for word, following in pairwise([*arguments, ""]):
        if word == option:
            said = following
        elif word.startswith(f"{option}="):
            said = word.removeprefix(f"{option}=")
    return said


def _format(said: str) -> OutputFormat:
    return OutputFormat.JSON if said == "json" else OutputFormat.HUMAN


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


Wait = Annotated[
    str,
    typer.Option(
        "--wait",
        metavar="DURATION",
        envvar="PLATFORMCTL_WAIT",
        help="How long to wait for a stack that somebody else holds, as 90s or 10m.",
    ),
]


def _patience(wait: Wait = "0s") -> None:
    """Declare the option of commands that hold stacks."""


def everywhere(command: Any) -> None:
    """Add the shared options to a command; what they say goes to the context's `Common`."""
    _added(command, _where, _how)


def waiting(command: Any) -> Any:
    """Add `--wait` to a command that holds stacks, and return it."""
    return _added(command, _patience)


def _added(command: Any, *declarations: Callable[..., None]) -> Any:
    for declared in declarations:
        for param in _params(declared):
            param.expose_value = False
            param.callback = _remember
            command.params.append(param)
    return command


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
    source = ctx.get_parameter_source(param.name).name
    if source == "COMMANDLINE":
        ctx.obj.typed.add(param.name)
    if source == "COMMANDLINE" or (source != "DEFAULT" and param.name not in ctx.obj.typed):
        setattr(ctx.obj, param.name, value)
    return value


def _show_version(_ctx: Any, _param: Any, value: bool) -> None:
    if value:
        from platformctl import __version__

        typer.echo(f"platformctl {__version__}")
        raise typer.Exit
