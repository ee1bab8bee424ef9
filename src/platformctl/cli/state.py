"""`platformctl state migrate --to STORE`: moves an environment's states and records to another store."""

from functools import partial
from typing import Annotated, Any

import typer

from platformctl.cli import common as shared
from platformctl.cli.common import Common
from platformctl.cli.options import Yes
from platformctl.cli.screen import Screen
from platformctl.cli.single import HELP, Group
from platformctl.cli.working import finish, place
from platformctl.errors import PlatformError, Usage
from platformctl.project.store_words import FORM, parse_store, word_of
from platformctl.views import moving as views

To = Annotated[
    str | None, typer.Option("--to", metavar="STORE", help=f"The new store. {FORM}; or as platform.yaml has it.")
]
From = Annotated[
    str | None,
    typer.Option("--from", metavar="STORE", help="The old store. Default: the one that platform.yaml names."),
]
ForgetOld = Annotated[
    bool, typer.Option("--forget-old", help="Remove from the store named by --from what has moved away from it.")
]

app = typer.Typer(name="state", cls=Group, add_completion=False, rich_markup_mode="rich", context_settings=HELP)


@app.callback()
def state() -> None:
    """Move states and records from one store to another."""


@app.command()
def migrate(
    ctx: typer.Context, to: To = None, from_: From = None, forget_old: ForgetOld = False, yes: Yes = False
) -> None:
    """Move an environment to another store: copied, proven, then marked as moved. Killed on the way, say it again."""
    from platformctl.cli.asking import require_somebody
    from platformctl.cli.reading import records_of
    from platformctl.workflows.migrate import Ends, forget
    from platformctl.workflows.migrate import migrate as workflow

    common: Common = ctx.obj
    screen = Screen(common)
    _refuse_vague(to, from_, forget_old)
    project, environment = place(common)
    here = project.environment(environment).state
    old = parse_store(from_, "--from") if from_ else here
    ends = Ends(environment, old, parse_store(to, "--to") if to else here)
    require_somebody(screen, yes, None)
    _agreed(screen, _question(ends, forget_old), yes)
    opened = partial(records_of, common=common, looks=False)
    with screen.teller() as progress:
        result: Any = (forget if forget_old else workflow)(project, ends, opened, progress)
    view, as_json = (views.forgotten, views.forgotten_json) if forget_old else (views.moved, views.moved_json)
    screen.show(lambda look: view(result, look), lambda: as_json(result))
    finish(0 if forget_old else result.exit_code)


def _refuse_vague(to: str | None, from_: str | None, forget_old: bool) -> None:
    if forget_old and (to or not from_):
        raise Usage(
            "Which store is to be emptied?",
            detail="--forget-old takes the store that the environment has left by --from, and no --to.",
            hint="platformctl state migrate --forget-old --from local",
        )
    if not (forget_old or to):
        raise Usage(
            "Where to?", detail=f"--to names the new store: {FORM}.", hint="platformctl state migrate --to STORE"
        )


def _question(ends: Any, forget_old: bool) -> str:
    old, new = word_of(ends.old), word_of(ends.new)
    if forget_old:
        return f"What {ends.environment} has left in {old} is removed; {new} is proven to have it. Do it? [y/N] "
    return f"{ends.environment} moves from {old} to {new}; the old store is kept. Do it? [y/N] "


def _agreed(screen: Screen, question: str, yes: bool) -> None:
    if not (yes or screen.answers(question)):
        raise PlatformError("Declined", detail="Nothing was changed.")


def command() -> Any:
    """Return the command."""
    group: Any = typer.main.get_command(app)
    for one in group.commands.values():
        shared.everywhere(one)
    return group
