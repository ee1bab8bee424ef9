"""`platformctl affected --changed-since REF`."""

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from platformctl.cli.common import Common
from platformctl.cli.options import Since
from platformctl.cli.pipes import write_aside
from platformctl.cli.places import project_of
from platformctl.cli.reports import Report, reports, write_reports
from platformctl.cli.screen import Screen
from platformctl.cli.single import single
from platformctl.errors import Usage
from platformctl.project.project import Project
from platformctl.views.affected import affected_json, left_out, matrix, shown

if TYPE_CHECKING:
    from platformctl.git.changes import Changes
    from platformctl.workflows.results import Affected

Why = Annotated[bool, typer.Option("--why", help="Say what of each stack differs.")]


def affected(ctx: typer.Context, changed_since: Since = None, why: Why = False, report: Report = None) -> None:
    """List the stacks that a change touches, from the fork point with REF to the working tree."""
    common: Common = ctx.obj
    if not changed_since:
        raise Usage(
            "Since when?",
            detail="Name what the change is to be merged into.",
            hint="platformctl affected --changed-since origin/main",
        )
    wanted = reports(report, ("matrix",))
    found = affected_since(common, project_of(common), changed_since)
    write_reports(wanted, lambda _: json.dumps(matrix(found)) + "\n")
    Screen(common).show(lambda look: shown(found, look, why=why), lambda: affected_json(found))
    if wanted and (warning := left_out(found)):
        write_aside(warning)


def affected_since(common: Common, project: Project, ref: str) -> "Affected":
    """Find what has changed and whom that touches."""
    from platformctl.git.changes import changes_since

    return affected_by(common, project, changes_since(project.root, ref, common.environ))


def affected_by(common: Common, project: Project, changes: "Changes") -> "Affected":
    """Find the stacks that a change touches; those of one environment where one was named."""
    from dataclasses import replace

    from platformctl.git.objects import open_objects
    from platformctl.workflows.affected import affected as look

    with open_objects(project.root, common.environ) as objects:
        found = look(project, changes, objects)
    if not common.env:
        return found
    named = project.environment_name(common.env)
    chosen = tuple(one for one in found.stacks if one.id.environment == named)
    beyond = frozenset(one.id for one in found.stacks if one.id.environment != named)
    return replace(found, stacks=chosen, beyond=beyond)


def command() -> Any:
    """Return the command."""
    return single("affected", affected)
