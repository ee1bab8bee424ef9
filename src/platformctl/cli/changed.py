"""`plan --changed-since REF`: what a change touches, environment by environment, as one report."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from platformctl.cli.affected import affected_by
from platformctl.cli.common import Common
from platformctl.cli.folding import folded
from platformctl.cli.plan_reports import occasion_of, plan_report
from platformctl.cli.report_formats import texts_of
from platformctl.cli.reports import write_reports
from platformctl.cli.screen import Screen
from platformctl.cli.untrusted import Proposal, report_if_untrusted, show_untrusted
from platformctl.cli.working import finish, said_of, working
from platformctl.errors import Usage
from platformctl.project.project import Project
from platformctl.stacks.stack_id import StackId
from platformctl.views.plain import number_of
from platformctl.workflows.results import Affected, Result, Stopped, exit_code, id_of

if TYPE_CHECKING:
    from platformctl.workflows.reporting import Occasion
    from platformctl.workflows.shards import Shard
    from platformctl.workflows.speculation import InOneRoot


@dataclass(frozen=True)
class Wanted:
    """What the command line said about planning a change."""

    since: str
    untrusted: bool
    shard: "Shard | None"
    reports: Mapping[str, Path]
    detailed: bool


def plan_change(common: Common, project: Project, wanted: Wanted) -> None:
    """Plan what a change touches, or look at it where it is not trusted; show and write the report."""
    from platformctl.git.changes import changes_since
    from platformctl.views.report_json import report_json
    from platformctl.views.report_text import reported
    from platformctl.workflows.speculation import marked

    changes = changes_since(project.root, wanted.since, common.environ)
    proposal = Proposal(project, changes, common.env or "", wanted.shard)
    untrusted = report_if_untrusted(common, proposal, said=wanted.untrusted)
    if untrusted:
        show_untrusted(common, untrusted, wanted.reports)
        return
    found = affected_by(common, project, changes)
    occasion = occasion_of(found, common.env or "", str(wanted.shard or ""))
    planned_here = tuple(_planned(common, project, found, wanted.shard))
    results = marked(planned_here, _within_one(planned_here), {*touched_by(found)})
    report = plan_report(results, exit_code(results, detailed=wanted.detailed), occasion, (project, common))
    write_reports(wanted.reports, texts_of(report))
    Screen(common).show(lambda look: reported(report, look), lambda: report_json(report))
    finish(report.exit_code)


def occasion_in(environment: str, shard: "Shard | None") -> "Occasion":
    """Say that stacks were named, or a whole environment."""
    from platformctl.workflows.reporting import Occasion

    return Occasion(environment=environment, shard=str(shard) if shard else "")


def touched_by(found: Affected) -> Iterator[StackId]:
    """Yield every stack that the change touches, in whichever environment."""
    yield from found.beyond
    yield from (one.id for one in found.stacks)


def by_environment(project: Project, found: Affected) -> Iterator[tuple[str, tuple[StackId, ...]]]:
    """Yield the environments that are still there, each with its affected stacks."""
    for name, stacks in groupby(found.stacks, key=lambda one: one.id.environment):
        if name in project.platform.environments:
            yield name, tuple(one.id for one in stacks)


def without_environment(project: Project, found: Affected) -> Iterator[Stopped]:
    """Yield the stacks whose environment platform.yaml no longer has: nobody can say where they are."""
    for one in found.stacks:
        if one.id.environment not in project.platform.environments:
            fault = Usage(
                "The environment is gone",
                detail=f"{one.id}: platform.yaml has no environment {one.id.environment} any more.",
                hint=f"destroy its stacks first, then take {one.id.environment} out of platform.yaml",
            )
            yield Stopped(one.id, fault)


def _within_one(results: Sequence[Result]) -> "InOneRoot":
    """Say of two stacks whether they were planned here in one environment: its plan has marked them where needed."""
    here = {id_of(result) for result in results}
    return lambda one, other: {one, other} <= here and one.environment == other.environment


def _planned(common: Common, project: Project, found: Affected, shard: "Shard | None") -> Iterator[Result]:
    """Plan the stacks of each environment together; one that fails hides no other."""
    yield from without_environment(project, found)
    for environment, stacks in by_environment(project, found):
        deleted = [one.id for one in found.stacks if one.touched == "deleted"]
        yield from planned(common, project, environment, stacks, shard, deleted)


def planned(
    common: Common,
    project: Project,
    environment: str,
    stacks: Sequence[StackId],
    shard: "Shard | None",
    deleted: Collection[StackId] = (),
) -> Sequence[Result]:
    """Plan stacks of one environment, or this job's share of them, and record for the apply what was shown.

    Of those whose requests a change deleted, the ones that were never applied are left out.
    """
    from platformctl.workflows.deletions import never_applied
    from platformctl.workflows.plan import plan
    from platformctl.workflows.reviewing import record_reviews
    from platformctl.workflows.sharding import share_of

    title = f"Plan {environment}: {number_of(len(stacks), 'stack')}"
    with folded(common, title), working(common, project, environment, said_of(asks=False)) as ports:
        chosen = [stack for stack in stacks if stack not in deleted or not never_applied(stack, ports)]
        results = plan(share_of(chosen, shard, ports) if shard else chosen, ports)
        record_reviews(results, ports)
    return results
