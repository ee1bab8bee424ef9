"""`plan --report FORMAT=PATH`: gives the report what only the repository and the surroundings know."""

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from platformctl.cli.common import Common
from platformctl.cli.reading import commits_of
from platformctl.cli.report_formats import texts_of
from platformctl.cli.reports import write_reports
from platformctl.project.files import plain_bytes
from platformctl.project.project import Project
from platformctl.workflows.results import Result

if TYPE_CHECKING:
    from platformctl.workflows.report_results import Report
    from platformctl.workflows.reporting import Occasion
    from platformctl.workflows.results import Affected


def occasion_of(found: "Affected", environment: str = "", shard: str = "") -> "Occasion":
    """Return what a report says of a change, beside what became of its stacks."""
    from platformctl.workflows.reporting import Occasion, Touch

    return Occasion(
        environment=environment,
        since=found.since,
        fork_point=found.fork_point,
        commit=found.commit,
        uncommitted=found.uncommitted,
        shard=shard,
        touches={one.id: Touch(one.touched, one.why) for one in found.stacks},
    )


def write_plan_reports(
    wanted: Mapping[str, Path],
    results: Sequence[Result],
    code: int,
    occasion: "Occasion",
    place: tuple[Project, Common],
) -> None:
    """Write what became of a plan in each format that was asked for."""
    if wanted:
        write_reports(wanted, texts_of(plan_report(results, code, occasion, place)))


def plan_report(results: Sequence[Result], code: int, occasion: "Occasion", place: tuple[Project, Common]) -> "Report":
    """Make the report of a plan; the words before are read from the fork point, where one is known."""
    from dataclasses import replace

    from platformctl.git.repository import folder_in_repository, position
    from platformctl.terraform.known_secrets import secrets_of_environment
    from platformctl.workflows.fingerprint import meaning_of
    from platformctl.workflows.reporting import report_of

    project, common = place
    history = commits_of(project, common)() if occasion.fork_point else None
    with history.objects() if history else nullcontext() as objects:
        whole = replace(
            occasion,
            commit=occasion.commit or position(project.root, (), common.environ).commit,
            root=str(project.root),
            folder=folder_in_repository(project.root, common.environ),
            before=(lambda path: objects.file(occasion.fork_point, path)) if objects else occasion.before,
            now=lambda path: plain_bytes(project.root / path) or b"",
            fingerprint=lambda preview: meaning_of(preview, project.lock.packs).fingerprint,
            secrets=secrets_of_environment(common.environ),
        )
        return report_of(results, whole, code)
