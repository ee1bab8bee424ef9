"""The front door: knows every command by name and one line, imports only the one that is asked for."""

import gc
import importlib
import os
import sys
from typing import Any, NamedTuple

import typer
from typer.core import TyperCommand

from platformctl.cli import common
from platformctl.cli.single import Group


class Entry(NamedTuple):
    """One command: the module that holds it, its line in the help, and the panel it stands in."""

    module: str
    line: str
    panel: str


_WISH, _LOOK, _KEEP = "Ask for things", "Look", "Keep in order"

COMMANDS: dict[str, Entry] = {
    "init": Entry("init", "Make a project here: platform.yaml, platform.lock, the built-in guardrails.", _WISH),
    "catalog": Entry("catalog", "Show what can be asked for, or one kind in full.", _WISH),
    "create": Entry("create", "Create a resource: request, judged plan, apply, outputs.", _WISH),
    "change": Entry("change", "Change the inputs or bindings of a stack, and apply.", _WISH),
    "unbind": Entry("unbind", "Take away what a stack may use of another, and apply.", _WISH),
    "destroy": Entry("destroy", "Destroy stacks. What holds data asks for its name.", _WISH),
    "render": Entry("render", "Write the generated files again, or check them.", _KEEP),
    "affected": Entry("affected", "List the stacks that a change touches.", _LOOK),
    "plan": Entry("plan", "Preview what applying would change, judged. Changes nothing.", _LOOK),
    "apply": Entry("apply", "Apply stacks as their requests say.", _WISH),
    "list": Entry("list", "List the stacks.", _LOOK),
    "show": Entry("show", "Show one stack: request, guarantees, last run.", _LOOK),
    "outputs": Entry("outputs", "Show a stack's outputs, or one of them.", _LOOK),
    "history": Entry("history", "Show the runs of an environment or a stack; prove the record.", _LOOK),
    "report": Entry("report", "Join the reports of plans, and put them where people read them.", _LOOK),
    "why": Entry("why", "Tell whose something is: an id, an ARN, a name or a value.", _LOOK),
    "leases": Entry("leases", "Show who holds which stack, or take a lease away.", _KEEP),
    "settle": Entry("settle", "Bring interrupted runs to a truthful end.", _KEEP),
    "rebuild": Entry("rebuild", "Make an environment again from git alone.", _KEEP),
    "state": Entry("state", "Move states and records to another store.", _KEEP),
    "ci": Entry("ci", "Write ready pipelines for a code host.", _KEEP),
    "sandbox": Entry("sandbox", "Start, stop, reset or look at the local cloud emulator.", _KEEP),
}


class FrontDoor(Group):
    """Lists commands from the table; loads a command only when it is the one to run."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - typer's signature
        """Name the commands in the table's order."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - typer's signature
        """Return a stand-in that carries the help line only."""
        entry = COMMANDS.get(cmd_name)
        return TyperCommand(cmd_name, help=entry.line, rich_help_panel=entry.panel) if entry else None

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Load the command that is asked for."""
        name, stand_in, rest = super().resolve_command(ctx, args)
        return (name, load(COMMANDS[name]), rest) if name in COMMANDS else (name, stand_in, rest)


def load(entry: Entry) -> Any:
    """Import a command's module and add the options that every command takes."""
    command = importlib.import_module(f"platformctl.cli.{entry.module}").command()
    common.everywhere(command)
    return command


def front_door() -> Any:
    """Build the root command."""
    app = typer.Typer(cls=FrontDoor, name="platformctl", add_completion=False, rich_markup_mode="rich")

    @app.callback(context_settings={"help_option_names": ["-h", "--help"]})
    def platformctl() -> None:
        """Self-service infrastructure: a short intent becomes judged, applied, recorded Terraform."""

    root = typer.main.get_command(app)
    common.everywhere(root)
    root.params.append(common.version_option())
    return root


def main() -> None:
    """Run the command line and leave with its exit code."""
    gc.set_threshold(50_000)  # what is loaded stays: looking for garbage in it takes a twelfth of each start
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # else it searches all that is installed for some
    from platformctl.cli.boundary import run
    from platformctl.cli.pipes import let_go

    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # a narrow encoding is no bug
    code = run(front_door(), sys.argv[1:])
    let_go()
    sys.exit(code)
