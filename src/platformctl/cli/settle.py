"""`platformctl settle [STACK…]`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from platformctl.cli.common import Common, waiting
from platformctl.cli.options import Stacks
from platformctl.cli.places import project_of
from platformctl.cli.reading import records_of
from platformctl.cli.screen import Screen
from platformctl.cli.single import single
from platformctl.cli.working import said_of, stacks_of, working
from platformctl.errors import Usage
from platformctl.views.settling import settled, settled_json

if TYPE_CHECKING:
    from platformctl.workflows.means import Means

Without = Annotated[
    bool,
    typer.Option(
        "--without-folder",
        help="Do without the folder of a run on another machine: settle from the committed state and the plan's names.",
    ),
]
Rescue = Annotated[
    Path | None, typer.Option("--rescue", metavar="FILE", help="Take the state out of this rescue file.")
]
Identity = Annotated[
    Path | None, typer.Option("--identity", metavar="KEYFILE", help="The key (age) that opens the rescue file.")
]
LetGo = Annotated[
    list[str] | None,
    typer.Option("--let-go", metavar="RUN", help="Forget what this run knew when it lost its lease, on record."),
]


def settle(
    ctx: typer.Context,
    stack: Stacks = None,
    without_folder: Without = False,
    rescue: Rescue = None,
    identity: Identity = None,
    let_go: LetGo = None,
) -> None:
    """Bring interrupted runs to a truthful end. Without STACK: those of the whole environment."""
    from platformctl.workflows.settle import settle as workflow
    from platformctl.workflows.settle import unfinished

    common: Common = ctx.obj
    means = _means(stack or [], without_folder, rescue, identity, let_go or [])
    project = project_of(common)
    environment, chosen = stacks_of(common, project, stack or [])
    chosen = chosen if stack else tuple(dict.fromkeys((*chosen, *unfinished(records_of(project, common), environment))))
    with working(common, project, environment, said_of(asks=False, looks=False)) as ports:
        results = tuple(workflow(one, ports, means) for one in chosen)
    Screen(common).show(lambda look: settled(results, look), lambda: settled_json(results))


def _means(
    stacks: list[str], without_folder: bool, rescue: Path | None, identity: Path | None, let_go: list[str]
) -> "Means":
    from platformctl.records.rescue_file import read_rescue
    from platformctl.workflows.means import Means

    if not stacks and (without_folder or rescue or let_go):
        raise Usage(
            "No stack was named",
            detail="--without-folder, --rescue and --let-go give something up, or take something in, for one stack.",
            hint="platformctl list      (then name the stack)",
        )
    if (rescue is None) != (identity is None):
        raise Usage("Half of a rescue", detail="--rescue names the file, and --identity the key that opens it.")
    rescued = read_rescue(rescue, identity) if rescue and identity else None
    return Means(without_folder, rescued, frozenset(let_go))


def command() -> Any:
    """Return the command."""
    return waiting(single("settle", settle))
