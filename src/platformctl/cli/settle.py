"""`platformctl settle [STACK…]`."""

from typing import Any

import typer

from platformctl.cli.common import Common
from platformctl.cli.options import Stacks
from platformctl.cli.places import project_of
from platformctl.cli.reading import records_of
from platformctl.cli.screen import Screen
from platformctl.cli.single import single
from platformctl.cli.working import said_of, stacks_of, working
from platformctl.views.settling import settled, settled_json


def settle(ctx: typer.Context, stack: Stacks = None) -> None:
    """Bring interrupted runs to a truthful end. Without STACK: those of the whole environment."""
    from platformctl.workflows.settle import settle as workflow
    from platformctl.workflows.settle import unfinished

    common: Common = ctx.obj
    project = project_of(common)
    environment, chosen = stacks_of(common, project, stack or [])
    chosen = chosen if stack else tuple(dict.fromkeys((*chosen, *unfinished(records_of(project, common), environment))))
    with working(common, project, environment, said_of(asks=False)) as ports:
        results = tuple(workflow(one, ports) for one in chosen)
    Screen(common).show(lambda look: settled(results, look), lambda: settled_json(results))


def command() -> Any:
    """Return the command."""
    return single("settle", settle)
