"""What is true of a stack beside its status: interrupted, never applied and why, unapplied, broken; what to do then."""

from collections.abc import Iterator

from platformctl.errors import PlatformError
from platformctl.policy.verdict import Finding
from platformctl.project.project import Project
from platformctl.records.head import Head
from platformctl.records.store import Records
from platformctl.stacks.index import Index
from platformctl.stacks.stack_id import StackId
from platformctl.workflows.past import last_story
from platformctl.workflows.results import Standing

NAMED = 2
"""Findings named of those that blocked; `plan` shows them all."""


def conditions(index: Index, records: Records, found: Standing) -> Iterator[str]:
    """Say what else is true of a stack that has a request, each with what to do about it."""
    if found.status == "interrupted":
        yield f"interrupted: platformctl settle {found.id}"
    if found.request is None:
        return
    try:
        digest = index.digest(found.id)
    except PlatformError as error:
        yield error.detail
        return
    if found.status not in {"applying", "interrupted"}:
        yield from _ahead(index.project, records, found, digest)


def _ahead(project: Project, records: Records, found: Standing, digest: str) -> Iterator[str]:
    """Say how the request is ahead of what is there, if it is, and what kept it from being applied."""
    head, how = found.head, how_to(found.id, project)
    run, applied = (head.last_run, head.last_applied) if head else (None, None)
    if found.status == "failed" and run and run.applying:
        yield f"unfinished: the last {run.facts.command or 'run'} came only part of the way; {how}"
    elif applied is None or applied.facts.stack_digest != digest:
        yield f"{'unapplied: the request is ahead of what was applied' if applied else 'not applied yet'}; {how}"
        yield from _what_stopped(records, head) if head else ()


def how_to(stack: StackId, project: Project) -> str:
    """Say what makes a stack what its request says, or takes it away where that is gone."""
    if project.environment(stack.environment).apply == "pipeline":
        return "its pipeline applies it once it is merged"
    return f"platformctl apply {stack}"


def _what_stopped(records: Records, head: Head) -> Iterator[str]:
    """Say what the last run came to, where it came to an end before it applied anything."""
    run = head.last_run
    if run is None or run.applying or head.unfinished:
        return
    command = run.facts.command
    told, again = f"the last {command or 'run'} was", f"platformctl {'destroy' if command == 'destroy' else 'plan'}"
    match run.outcome:
        case "blocked":
            yield f"blocked: {told} blocked by {_objections(records, head)}; {again} {head.stack}"
        case "declined":
            yield f"declined: {told} answered with no"
        case "failed":
            yield f"failed: {told} ended by: {_error(records, head)}; {again} {head.stack}"
        case _:
            return


def _objections(records: Records, head: Head) -> str:
    """Name the findings that blocked a run, as its last verdict has them; a loss is asked about after the verdict."""
    story = last_story(records, head)
    bodies = [event.body.get("findings") for event in story.events if event.type == "judged"] if story else []
    findings = [Finding.model_validate(one) for body in bodies[-1:] if isinstance(body, list) for one in body]
    against = [one for one in findings if one.blocking] or [one for one in findings if one.outcome == "loss"]
    names = list(dict.fromkeys(f"{one.title} ({one.check})" for one in against))
    rest = [f"{len(names) - NAMED} more"] if len(names) > NAMED else []
    return " and ".join([*names[:NAMED], *rest]) or _error(records, head)


def _error(records: Records, head: Head) -> str:
    story = last_story(records, head)
    return str(story.end.body.get("error", "an error")) if story and story.end else "an error"
