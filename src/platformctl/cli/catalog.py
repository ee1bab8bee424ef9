"""`platformctl catalog [KIND]`."""

from typing import Annotated, Any

import typer

from platformctl.catalog.sources import kinds, module_on_offer
from platformctl.cli.common import Common
from platformctl.cli.places import project_if_any
from platformctl.cli.screen import Screen
from platformctl.cli.single import single
from platformctl.views import catalog as views


def catalog(
    ctx: typer.Context,
    kind: Annotated[str | None, typer.Argument(metavar="[KIND]", help="One kind, in full.", show_default=False)] = None,
) -> None:
    """Show what can be asked for, or one kind in full."""
    common: Common = ctx.obj
    project = project_if_any(common)
    screen = Screen(common)
    if kind:
        module = module_on_offer(kind, project)
        platform = project.platform if project else None
        screen.show(lambda look: views.kind(module, look, platform), lambda: views.kind_json(module))
    else:
        modules = [module_on_offer(name, project) for name in sorted(kinds(project))]
        screen.show(lambda look: views.offered(modules, look), lambda: views.offered_json(modules))


def command() -> Any:
    """Return the command."""
    return single("catalog", catalog)
