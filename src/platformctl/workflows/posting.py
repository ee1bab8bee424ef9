"""Puts a report where people look: the job's page first, then the pull request. Nothing of the branch is run or read.

What goes wrong at the host is told; it changes no exit code, which is the plan's.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from platformctl.errors import PlatformError
from platformctl.hosts.clients import Client
from platformctl.hosts.github import CHECK, GitHub
from platformctl.hosts.job import Job
from platformctl.hosts.job_files import add_outputs, add_summary
from platformctl.hosts.landing import Landed, Missed, Place, Posted, What
from platformctl.hosts.sticky import stick
from platformctl.hosts.trouble import NoRights
from platformctl.workflows.report_results import Report

RIGHTS = {
    "github": "give the job `permissions: {pull-requests: write, checks: write}` and GITHUB_TOKEN; a fork's has none",
    "gitlab": "set GITLAB_TOKEN to a project access token (Reporter, scope api); CI_JOB_TOKEN may write no notes",
    "azure": "map SYSTEM_ACCESSTOKEN into the step; give the build service 'Contribute to pull requests'",
}


@dataclass(frozen=True)
class Texts:
    """The report as it is shown."""

    body: Callable[[int], str]
    """As Markdown in at most so many characters."""
    headline: str
    outputs: Mapping[str, str]
    annotate: Callable[[], None]
    """Tells the host by the job's log what to show at which line."""


@dataclass(frozen=True)
class Posting:
    """What is posted where."""

    report: Report
    target: str
    texts: Texts
    job: Job
    client: Callable[[Job], Client]


Step = Callable[[Posting], What | None]
"""Takes a report to one place; None: this host, or this job, has no such place."""


def post(posting: Posting) -> Posted:
    """Take the report to each place there is; that one fails keeps it from no other."""
    went = [_gone(place, step, posting) for place, step in STEPS]
    landed = tuple(one for one in went if isinstance(one, Landed))
    missed = tuple(one for one in went if isinstance(one, Missed))
    return Posted(posting.job.title, posting.target, landed, missed)


def _gone(place: Place, step: Step, posting: Posting) -> Landed | Missed | None:
    try:
        what = step(posting)
    except PlatformError as error:
        hint = RIGHTS[posting.job.host] if isinstance(error, NoRights) else error.hint
        return Missed(place, error.summary, error.detail, hint)
    except OSError as error:
        return Missed(place, "The system refused", f"{error.filename}: {error.strerror}.", "")
    return Landed(place, what) if what else None


def _summary(posting: Posting) -> What | None:
    page = posting.job.page(posting.target)
    if not page:
        return None
    add_summary(page, posting.texts.body)
    return "written"


def _annotations(posting: Posting) -> What | None:
    if posting.job.host == "gitlab":  # its widgets read files that `report merge` writes
        return None
    posting.texts.annotate()
    return "written"


def _outputs(posting: Posting) -> What | None:
    if not posting.job.outputs:
        return None
    add_outputs(posting.job.outputs, posting.texts.outputs)
    return "written"


def _comment(posting: Posting) -> What | None:
    job = posting.job
    if not (job.number or job.branch):
        return None
    _refuse_without_token(job)
    client = posting.client(job)
    if isinstance(client, GitHub) and not job.number:
        job = replace(job, number=client.find())
        client = posting.client(job)
    if not job.number:
        return None
    return stick(client, posting.target, posting.texts.body, silent=not posting.report.stacks)


def _check(posting: Posting) -> What | None:
    """Make the check run, which branch protection can demand."""
    if posting.job.host != "github" or not posting.job.commit:
        return None
    _refuse_without_token(posting.job)
    client = posting.client(posting.job)
    if isinstance(client, GitHub):
        title = f"platformctl: {posting.target}"
        client.check(title, conclusion(posting.report), posting.texts.headline, posting.texts.body(CHECK))
    return "made"


STEPS: tuple[tuple[Place, Step], ...] = (
    ("summary", _summary),
    ("annotations", _annotations),
    ("outputs", _outputs),
    ("comment", _comment),
    ("check", _check),
)


def conclusion(report: Report) -> str:
    """Say what the report comes to: what was not planned is neither good nor bad."""
    if report.of("blocked") or report.of("failed") or report.exit_code not in {0, 2}:
        return "failure"
    return "neutral" if report.mode == "untrusted" else "success"


def _refuse_without_token(job: Job) -> None:
    if job.token.is_there:
        return
    if job.token.value:
        detail = "What its variable holds has spaces or other characters that no token has."
        raise NoRights("The token is none", detail=detail)
    detail = f"Without one, nothing can be written to the {'merge' if job.host == 'gitlab' else 'pull'} request."
    raise NoRights("There is no token", detail=detail)
