"""cli.md: every command, from the commands themselves."""

from collections.abc import Iterator, Sequence
from enum import Enum
from typing import Any

from docs.writers.markdown import code, page, section, sentence, table
from platformctl.catalog.sources import kinds
from platformctl.cli.common import PANEL
from platformctl.cli.main import COMMANDS, front_door, load

INTRODUCTION = """\
`platformctl COMMAND --help` says the same on a terminal. STACK is `ENV/KIND/NAME`, or `KIND/NAME` in the chosen
environment. The options of `create` and `change` that belong to a kind stand on the kind's own page: {kinds}.
What the exit codes mean: [exit-codes.md](exit-codes.md)."""
STREAMS = """\
The result goes to stdout, progress and errors to stderr; with `--output json` stdout holds exactly one document, which
has a `version`, also when the command fails. Colour is used on a terminal only; `NO_COLOR` and `FORCE_COLOR` count.
Where nobody can be asked (no terminal, or `CI` is set), a command that changes things needs `--yes`."""
MADE_FROM_CONTRACTS = {
    "create": "One subcommand per kind, with these options beside those of the kind:",
    "change": "One subcommand per stack, with these options beside those of its kind:",
}


def cli() -> str:
    """Write the page."""
    commands = (_command(name, load(entry)) for name, entry in COMMANDS.items())
    everywhere = section("Options that every command takes", _options(_everywhere(front_door().params)))
    told = INTRODUCTION.format(kinds=", ".join(f"[{name}](kinds/{name}.md)" for name in kinds(None)))
    return page("Commands", "src/platformctl/cli", told, STREAMS, everywhere, *commands)


def _command(name: str, command: Any) -> str:
    if name in MADE_FROM_CONTRACTS:
        return section(f"platformctl {name}", _told(command), MADE_FROM_CONTRACTS[name], _options(_shared()[name]))
    if hasattr(command, "commands"):
        parts = (part for key, one in command.commands.items() for part in _part(f"{name} {key}", one))
        return section(f"platformctl {name}", _told(command), _options(_own(command.params)), *parts)
    return section(
        f"platformctl {name}", _told(command), f"```\n{_usage(name, command)}\n```", _options(_own(command.params))
    )


def _part(name: str, command: Any) -> tuple[str, str]:
    """Tell one command of a group: its words, its options."""
    return f"`{_usage(name, command)}`: {_told(command)}", _options(_own(command.params))


def _usage(name: str, command: Any) -> str:
    return " ".join(["platformctl", name, *(_argument(param) for param in command.params if _is_argument(param))])


def _shared() -> dict[str, Sequence[Any]]:
    """Return the options of `create` and `change` that are no kind's: those that a declaration of theirs names."""
    from platformctl.cli.common import Wait
    from platformctl.cli.options import Confirm, PlanOnly, Team, Yes

    both = [PlanOnly, Yes, Confirm, Wait]
    return {"create": [_declared(one) for one in (Team, *both)], "change": [_declared(one) for one in both]}


def _declared(annotated: Any) -> Any:
    """Return the parameter that an annotated declaration makes."""
    import typer

    def function(it: annotated = None) -> None:
        """Carry the declaration."""

    app = typer.Typer(add_completion=False)
    app.command()(function)
    return typer.main.get_command(app).params[0]


def _told(command: Any) -> str:
    return sentence(command.help or "")


def _argument(param: Any) -> str:
    name = str(param.metavar or param.name).upper().strip("[]")
    several = "…" if param.nargs == -1 else ""
    return f"{name}{several}" if param.required else f"[{name}{several}]"


def _is_argument(param: Any) -> bool:
    return str(param.param_type_name) == "argument"


def _own(params: Sequence[Any]) -> Iterator[Any]:
    return (param for param in params if not _is_argument(param) and param.rich_help_panel != PANEL)


def _everywhere(params: Sequence[Any]) -> Iterator[Any]:
    return (param for param in params if param.rich_help_panel == PANEL)


def _options(params: Any) -> str:
    return table(("option", "meaning", "variable"), (_option(param) for param in params))


def _option(param: Any) -> tuple[str, str, str]:
    spelled = ", ".join(code(_spelled(word, param)) for word in param.opts)
    return spelled, _meaning(param), code(param.envvar) if param.envvar else ""


def _spelled(word: str, param: Any) -> str:
    return word if param.is_flag else f"{word} {param.metavar or '|'.join(_choices(param)) or 'TEXT'}"


def _choices(param: Any) -> list[str]:
    kind = param.type_descriptor.annotation
    return [one.value for one in kind] if isinstance(kind, type) and issubclass(kind, Enum) else []


def _meaning(param: Any) -> str:
    has_default = not param.is_flag and param.default is not None
    default = f" Default: {getattr(param.default, 'value', param.default)}." if has_default else ""
    return f"{sentence(param.help or '')}{default}"
