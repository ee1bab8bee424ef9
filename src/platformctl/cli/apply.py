"""`platformctl apply STACK…`."""

from collections.abc import Sequence
from graphlib import CycleError, TopologicalSorter
from typing import Annotated, Any

import typer

from platformctl.cli.affected import affected_since
from platformctl.cli.apply_reports import APPLY_FORMATS, write_apply_reports
from platformctl.cli.changed import by_environment, without_environment
from platformctl.cli.common import Common, waiting
from platformctl.cli.options import Detailed, Over, Since, Stacks, Yes
from platformctl.cli.places import project_of
from platformctl.cli.reports import Report, reports
from platformctl.cli.reviews import Accept, Reviewed, grounds_of
from platformctl.cli.screen import Screen
from platformctl.cli.several import Confirms, Parallelism, StopOnFailure, pace_of, said_about
from platformctl.cli.single import single
from platformctl.cli.working import finish, stacks_of, working
from platformctl.errors import Usage
from platformctl.project.project import Project
from platformctl.stacks.stack_id import StackId
from platformctl.views.fleet import gone_through
from platformctl.views.outcome import several, several_json
from platformctl.workflows.results import Outcome, Result, Stopped, exit_code, id_of

All = Annotated[bool, typer.Option("--all", help="Every stack of the environment.")]


def apply(  # noqa: PLR0913, PLR0917 - one for each thing that may be said
    ctx: typer.Context,
    stack: Stacks = None,
    all_stacks: All = False,
    detailed_exitcode: Detailed = False,
    yes: Yes = False,
    confirm: Confirms = None,
    over: Over = None,
    parallelism: Parallelism = None,
    stop_on_failure: StopOnFailure = False,
    changed_since: Since = None,
    reviewed: Reviewed = False,
    accept: Accept = None,
    report: Report = None,
) -> None:
    """Apply stacks as their requests say, producers before those that use them."""
    from platformctl.workflows import apply as workflow
    from platformctl.workflows.course import not_begun
    from platformctl.workflows.deletions import never_applied
    from platformctl.workflows.reviewed import by_review

    common: Common = ctx.obj
    if sum(map(bool, (stack, all_stacks, changed_since))) != 1:
        raise Usage(
            "Which stacks?",
            detail="Name the stacks to apply, or say --all, or --changed-since REF; one of the three.",
            hint="platformctl apply --all --yes",
        )
    grounds, wanted = grounds_of(reviewed, accept), reports(report, APPLY_FORMATS)
    project = project_of(common)
    groups = _groups(common, project, stack or [], changed_since)
    results: list[Result] = []
    signal = None
    for environment, chosen in groups:
        pace = pace_of(parallelism, stop_on_failure or reviewed, len(chosen))
        if signal or (pace.stop_on_failure and any(isinstance(one, Stopped) for one in results)):
            results += not_begun(chosen, results)
            continue
        said = said_about(chosen, yes or grounds.are_said, confirm, over, pace.side_by_side)
        with working(common, project, environment, said) as ports:
            there = [one for one in chosen if not changed_since or not never_applied(one, ports)]
            before = [id_of(one) for one in results if isinstance(one, Outcome)]
            results += workflow.apply(there, by_review(there, grounds, ports), pace, before)
            signal = ports.interrupts.received
    write_apply_reports(wanted, results, common)
    view = several if len(results) == 1 else gone_through
    Screen(common).show(lambda look: view(results, look), lambda: several_json(results))
    finish(exit_code(results, detailed=detailed_exitcode, signal=signal))


def _groups(
    common: Common, project: Project, names: Sequence[str], changed_since: str | None
) -> Sequence[tuple[str, tuple[StackId, ...]]]:
    """Return what to apply by environment; one that others may use comes before them."""
    if changed_since is None:
        return [stacks_of(common, project, names)]
    found = affected_since(common, project, changed_since)
    lost = next(without_environment(project, found), None)
    if lost:
        raise lost.error
    groups = dict(by_environment(project, found))
    environments = project.platform.environments
    order = TopologicalSorter({name: {*environments[name].may_use} & {*groups} for name in groups})
    try:
        return [(name, groups[name]) for name in order.static_order()]
    except CycleError:  # each may use the other: stacks that do so in a circle are told by their apply
        return sorted(groups.items())


def command() -> Any:
    """Return the command."""
    return waiting(single("apply", apply))
