"""`plan --changed-since REF` of a change that is not trusted: looked at, never planned.

Nothing in here can build Terraform, records or a cloud: `wiring` is not imported. Whether it applies is settled before
anything of the change is looked at.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from platformctl.cli.common import Common
from platformctl.cli.report_formats import texts_of
from platformctl.cli.reports import write_reports
from platformctl.cli.screen import Screen
from platformctl.cli.working import finish
from platformctl.errors import PlatformError
from platformctl.project.project import Project
from platformctl.stacks.stack_id import StackId

if TYPE_CHECKING:
    from platformctl.git.changes import Changes
    from platformctl.git.objects import Objects
    from platformctl.workflows.inspecting import Sides
    from platformctl.workflows.report_results import Report
    from platformctl.workflows.reporting import Occasion, Touch
    from platformctl.workflows.shards import Shard
    from platformctl.workflows.untrusted import Inspection


@dataclass(frozen=True)
class Proposal:
    """A change that is to be planned, if it is trusted."""

    project: Project
    """The working tree."""
    changes: "Changes"
    """What differs from the fork point."""
    environment: str = ""
    """The only one that is looked at; empty: all."""
    shard: "Shard | None" = None


def report_if_untrusted(common: Common, proposal: Proposal, *, said: bool) -> "Report | None":
    """Look at a change that is not trusted and return the report; None where it is to be planned."""
    from platformctl.git.objects import open_objects
    from platformctl.terraform.private_files import private_folder
    from platformctl.toolchain.paths import state_folder
    from platformctl.workflows.base_tree import base_project
    from platformctl.workflows.job import job_of

    job = job_of(common.environ, proposal.changes.commit)
    if not said and (not job.in_ci or job.is_merged):
        return None
    with _scratch(private_folder(state_folder(common.environ) / "work")) as scratch:
        with open_objects(proposal.project.root, common.environ) as objects:
            base = base_project(proposal.changes.fork_point, objects, scratch / "base")
            if proposal.environment not in {"", *proposal.project.platform.environments}:
                base.environment_name(proposal.environment)
            sides = _sides(proposal, base)
            why = _why(common, proposal, sides, objects, said=said)
        return _looked_at(common, proposal, sides, scratch, why) if why else None


def show_untrusted(common: Common, report: "Report", wanted: Mapping[str, Path]) -> None:
    """Write the report to its files, show it, and leave with its code."""
    from platformctl.views.report_json import report_json
    from platformctl.views.report_text import reported

    write_reports(wanted, texts_of(report))
    Screen(common).show(lambda look: reported(report, look), lambda: report_json(report))
    finish(report.exit_code)


def _why(common: Common, proposal: Proposal, sides: "Sides", objects: "Objects", *, said: bool) -> tuple[str, ...]:
    """Ask whether the change is untrusted."""
    from platformctl.git.changes import commit_of
    from platformctl.workflows.behind import behind
    from platformctl.workflows.job import is_set, job_of
    from platformctl.workflows.trust import Change, lacking_credentials, why_untrusted
    from platformctl.workflows.untrusted import changed_stacks

    root, changes = proposal.project.root, proposal.changes
    job = job_of(common.environ, changes.commit)
    tip = commit_of(root, changes.since, common.environ) or changes.fork_point
    gone_on = behind(root, changes.fork_point, tip, objects, common.environ)
    names = {stack.environment for stack in changed_stacks(changes.paths)}
    environments = {name: each for name, each in sides.base.platform.environments.items() if name in names}
    lacking = lacking_credentials(environments, job, lambda name: is_set(common.environ, name))
    change = Change(changes.since, sides.protected, gone_on)
    return why_untrusted(change, job, lacking, said=said)


def _sides(proposal: Proposal, base: Project) -> "Sides":
    """Hold the change against what only the protected branch speaks for."""
    from platformctl.workflows.base_tree import unequal
    from platformctl.workflows.inspecting import Sides
    from platformctl.workflows.trust import protected_paths, protected_places

    places = protected_places((base.platform, proposal.project.platform))
    touched = protected_paths(sorted(proposal.changes.paths), places)
    protected = tuple(dict.fromkeys((*touched, *unequal(base, proposal.project.root))))
    return Sides(base, proposal.project, proposal.changes.fork_point, proposal.changes.paths, protected)


def _looked_at(common: Common, proposal: Proposal, sides: "Sides", scratch: Path, why: Sequence[str]) -> "Report":
    from platformctl.git.objects import open_objects
    from platformctl.workflows.untrusted import not_inspected, too_large
    from platformctl.workflows.untrusted_report import untrusted_report

    large = tuple(too_large(sides))
    touches = _touches(common, proposal, is_readable=not large)
    stacks = _share(touches, proposal.shard)
    found = not_inspected(stacks, large) if large else _inspected(common, stacks, sides, scratch)
    with open_objects(sides.root, common.environ) as objects:
        occasion = _occasion(common, proposal, touches, lambda path: objects.file(sides.commit, path))
        return untrusted_report(found, occasion, why)


def _inspected(common: Common, stacks: Sequence[StackId], sides: "Sides", scratch: Path) -> "Inspection":
    from platformctl.cli.base_judges import base_judges
    from platformctl.toolchain.paths import cache_folder
    from platformctl.workflows.inspecting import Bench
    from platformctl.workflows.untrusted import inspect_change

    with Screen(common).teller() as progress, base_judges(common, sides, scratch, progress) as judge:
        if stacks:
            judge(stacks[0].environment)  # starts at once, while the first stack is rendered
        return inspect_change(stacks, sides, Bench(judge, scratch, cache_folder(common.environ) / "vetted"), progress)


def _touches(common: Common, proposal: Proposal, *, is_readable: bool) -> "Mapping[StackId, Touch]":
    """Find the stacks that the change touches, also those in whose folders lies what no plan would read.

    What the change made unreadable for all of them is told as its fault.
    """
    from platformctl.git.objects import open_objects
    from platformctl.workflows.affected import affected
    from platformctl.workflows.reporting import Touch
    from platformctl.workflows.untrusted import changed_stacks

    found = dict.fromkeys(changed_stacks(proposal.changes.paths), Touch())
    if is_readable:
        with open_objects(proposal.project.root, common.environ) as objects, suppress(PlatformError):
            whole = affected(proposal.project, proposal.changes, objects)
            found |= {one.id: Touch(one.touched, one.why) for one in whole.stacks}
    return {stack: found[stack] for stack in sorted(found) if proposal.environment in {"", stack.environment}}


def _share(touches: "Mapping[StackId, Touch]", shard: "Shard | None") -> tuple[StackId, ...]:
    """Return a shard's stacks; what each took before lies in the records, which are not opened."""
    from platformctl.workflows.shards import share

    return share(tuple(touches), {}, (), shard) if shard else tuple(touches)


def _occasion(
    common: Common, proposal: Proposal, touches: "Mapping[StackId, Touch]", before: Callable[[str], bytes]
) -> "Occasion":
    from platformctl.git.repository import folder_in_repository
    from platformctl.project.files import plain_bytes
    from platformctl.workflows.reporting import Occasion

    return Occasion(
        environment=proposal.environment,
        since=proposal.changes.since,
        fork_point=proposal.changes.fork_point,
        commit=proposal.changes.commit,
        uncommitted=len(proposal.changes.uncommitted),
        shard=str(proposal.shard or ""),
        touches=touches,
        before=before,
        now=lambda path: plain_bytes(proposal.project.root / path) or b"",
        root=str(proposal.project.root),
        folder=folder_in_repository(proposal.project.root, common.environ),
    )


@contextmanager
def _scratch(work: Path) -> Iterator[Path]:
    """Give a folder that goes with the command; what a killed one leaves is swept like a judge's."""
    folder = Path(tempfile.mkdtemp(prefix="judge-", dir=work))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
