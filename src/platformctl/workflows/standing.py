"""Where stacks stand: what their requests ask for and what the records say became of it."""

from collections.abc import Iterator
from dataclasses import replace

from platformctl.errors import PlatformError, Usage
from platformctl.project.project import Project
from platformctl.records.facts import PartialApply
from platformctl.records.head import Head
from platformctl.records.store import Records
from platformctl.requests.request import Request
from platformctl.stacks import workspace
from platformctl.stacks.stack_id import StackId
from platformctl.workflows.results import History, Standing

ALARM = "ALARM: its protection is off since a destroy that did not end; apply puts it back on, destroy goes on"


def standings(project: Project, records: Records, environment: str) -> tuple[Standing, ...]:
    """Return every stack of an environment: requested, recorded, or both."""
    heads = {head.stack: head for head in records.heads(environment)}
    requested = {str(stack): stack for stack in workspace.discover(project, environment)}
    ids = {**{name: StackId(*name.split("/")) for name in heads}, **requested}
    found = (_standing(project, records, ids[name], heads.get(name)) for name in sorted(ids))
    return tuple(one for one in found if one.request or one.status != "destroyed")


def standing(project: Project, records: Records, stack: StackId) -> Standing:
    """Return one stack; Usage when neither a request nor a record knows it."""
    head = records.head(str(stack))
    if head is None:
        workspace.request_of(project, stack)
    found = _standing(project, records, stack, head)
    notes = (*found.notes, *_conditions(project, found))
    return replace(found, notes=notes, partial=_partial(records, head) if head else None)


def _partial(records: Records, head: Head) -> PartialApply | None:
    """Read how far the last run came, if it is on record as failed."""
    last = head.last_run
    if last is None or last.outcome != "failed" or not last.applying:
        return None
    event = records.events(head.stack, newest=1)[-1]
    return PartialApply.told_by(event.body)


def history(project: Project, records: Records, stack: StackId) -> History:
    """Return the events of a stack, oldest first."""
    events = records.events(str(stack))
    if not events:
        workspace.request_of(project, stack)
    return History(stack, events)


def _standing(project: Project, records: Records, stack: StackId, head: Head | None) -> Standing:
    request, notes = _request(project, stack)
    alarm = (ALARM,) if head and head.disarmed else ()
    return Standing(stack, request, head, _status(records, head), (*alarm, *notes))


def _request(project: Project, stack: StackId) -> tuple[Request | None, tuple[str, ...]]:
    try:
        return workspace.request_of(project, stack), ()
    except Usage as error:
        is_there = (workspace.folder_of(project, stack) / "request.yaml").exists()
        return None, ((error.detail,) if is_there else ("its request was deleted",))


def _status(records: Records, head: Head | None) -> str:
    if head is None:
        return "requested"
    if not head.unfinished:
        return head.status
    holder = records.standing(head.stack)
    return head.status_now(alive=bool(holder and holder.alive))


def _conditions(project: Project, found: Standing) -> Iterator[str]:
    """Say what else is true of a stack: unapplied, broken, interrupted."""
    if found.status == "interrupted":
        yield f"interrupted: platformctl settle {found.id}"
    if found.request is None:
        return
    try:
        digest = workspace.proven(project, found.id).digest
    except PlatformError as error:
        yield error.detail
        return
    applied = found.head.last_applied if found.head else None
    if applied and applied.facts.stack_digest != digest:
        yield f"unapplied: the request is ahead of what was applied; platformctl apply {found.id}"
