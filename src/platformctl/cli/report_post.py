"""`platformctl report post FILE`: puts a report where people look. Reads the report and no stack."""

import re
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from platformctl.cli.common import Common
from platformctl.cli.pipes import write_aside, write_commands
from platformctl.cli.screen import Screen
from platformctl.errors import Usage

if TYPE_CHECKING:
    from platformctl.hosts.job import Job
    from platformctl.workflows.posting import Texts
    from platformctl.workflows.report_results import Report

ALL = "all"
_TARGET = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class HostChoice(StrEnum):
    """The hosts that can be posted to."""

    GITHUB = "github"
    GITLAB = "gitlab"
    AZURE = "azure"


File = Annotated[Path, typer.Argument(metavar="REPORT", help="What `plan --report json=REPORT` wrote.")]
To = Annotated[HostChoice | None, typer.Option("--to", help="The code host. Default: the one whose job this is.")]
Target = Annotated[
    str | None,
    typer.Option(
        "--target",
        metavar="NAME",
        help="Each target has one comment, which is changed in place. Default: the report's environment, else all.",
    ),
]


def post(ctx: typer.Context, report: File, to: To = None, target: Target = None) -> None:
    """Put a report on the job's page and into its pull request: one comment, changed in place at each push.

    Ends with 0 whatever the host says: the exit code that counts is the plan's.
    """
    from platformctl.hosts.api import Clock
    from platformctl.hosts.clients import client_of
    from platformctl.hosts.detection import job_of
    from platformctl.views import posted as views
    from platformctl.workflows import posting
    from platformctl.workflows.report_reading import read_report

    common: Common = ctx.obj
    screen = Screen(common)
    whole = read_report(report)
    named = _target(target, whole)
    job = job_of(common.environ, to.value if to else None)
    with screen.teller() as progress:
        client = partial(client_of, progress=progress, clock=Clock())
        result = posting.post(posting.Posting(whole, named, _texts(whole, named, job, screen), job, client))
    screen.show(lambda look: views.posted(result, look), lambda: views.posted_json(result))
    for one in result.missed:
        write_aside(views.missed(one))


def _target(said: str | None, report: "Report") -> str:
    """Return the comment's name; it stands in a hidden line, so it can't be any text."""
    if said is None:
        return report.environment if _TARGET.fullmatch(report.environment) else ALL
    if not _TARGET.fullmatch(said) or len(said) > 64:
        detail = "--target takes up to 64 lower-case letters and digits, with single dashes inside, as prod-eu."
        raise Usage("Not a target", detail=detail)
    return said


def _texts(report: "Report", target: str, job: "Job", screen: Screen) -> "Texts":
    from platformctl.views.report_markdown import markdown
    from platformctl.views.report_outputs import outputs
    from platformctl.views.report_words import headline
    from platformctl.workflows.posting import Texts

    def annotate() -> None:
        write_commands(_commands(report, target, job), aside=screen.json)

    return Texts(lambda limit: markdown(report, limit, job.link), headline(report), outputs(report), annotate)


def _commands(report: "Report", target: str, job: "Job") -> list[str]:
    """Return what the host reads from the log of its job."""
    from platformctl.views import job_commands
    from platformctl.views.report_annotations import annotations

    if job.host == "github":
        return [job_commands.github_annotation(note) for note in annotations(report)]
    if job.host == "azure":
        page = job.page(target)
        shown = [job_commands.azure_summary(page)] if page else []
        return [*shown, *(job_commands.azure_annotation(note) for note in annotations(report))]
    return []
