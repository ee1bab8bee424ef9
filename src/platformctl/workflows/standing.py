"""Where stacks stand: what their requests ask for and what the records say became of it."""

from dataclasses import replace

from platformctl.errors import PlatformError, Usage
from platformctl.project.project import Project
from platformctl.records.facts import PartialApply
from platformctl.records.head import Head
from platformctl.records.store import Records
from platformctl.requests.request import Request
from platformctl.stacks import workspace
from platformctl.stacks.stack_id import StackId
from platformctl.terraform.state import State, parse_state
from platformctl.workflows.conditions import conditions, how_to
from platformctl.workflows.deletions import Commits, is_deleted, lacks_request, may_exist, was_here
from platformctl.workflows.results import History, Standing

ALARM = "ALARM: its protection is off since a destroy that did not end; apply puts it back on, destroy goes on"


NO_COMMITS: Commits = lambda: None  # noqa: E731 - outside git


def standings(
    project: Project, records: Records, environment: str, commits: Commits = NO_COMMITS
) -> tuple[Standing, ...]:
    """Return every stack of an environment: requested, recorded, or both."""
    heads = {head.stack: head for head in records.heads(environment)}
    requested = {str(stack): stack for stack in workspace.discover(project, environment)}
    ids = {**{name: StackId.of(name) for name in heads}, **requested}
    known = (name for name in sorted(ids) if name in requested or _is_left(heads[name]))
    return tuple(_standing(project, records, ids[name], heads.get(name), commits) for name in known)


def _is_left(head: Head) -> bool:
    """Say whether a stack without a request is still worth a line: nothing was made of most that never came so far."""
    return may_exist(head) or head.unfinished is not None


def standing(project: Project, records: Records, stack: StackId, commits: Commits = NO_COMMITS) -> Standing:
    """Return one stack; Usage when neither a request nor a record knows it."""
    head = records.head(str(stack))
    if head is None:
        workspace.request_of(project, stack)
    found = _standing(project, records, stack, head, commits)
    return replace(found, partial=_partial(records, head) if head else None)


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


def _standing(project: Project, records: Records, stack: StackId, head: Head | None, commits: Commits) -> Standing:
    alarm = (ALARM,) if head and head.disarmed else ()
    deleted = head is not None and is_deleted(stack, head, project) and was_here(stack, head, project, commits)
    request, notes = _request(project, stack)
    if head and lacks_request(stack, project):
        notes = (_to_destroy(project, records, stack) if deleted else _not_here(stack, head),)
    found = Standing(stack, request, head, _status(records, head), (*alarm, *notes), deleted=deleted)
    return replace(found, notes=(*found.notes, *conditions(project, records, found)))


def _to_destroy(project: Project, records: Records, stack: StackId) -> str:
    try:
        state = parse_state(records.read_state(str(stack)))
    except PlatformError as error:
        return f"deleted: its request is gone; {error.detail}"
    number = len(state.managed) if isinstance(state, State) else 0
    return f"deleted: its request is gone; {number} to destroy; {how_to(stack, project)}"


def _not_here(stack: StackId, head: Head) -> str:
    if not may_exist(head):
        return "its request was deleted; nothing of it is left"
    return f"its request was never on this branch: git log --all --oneline -- {stack.folder}"


def _request(project: Project, stack: StackId) -> tuple[Request | None, tuple[str, ...]]:
    try:
        return workspace.request_of(project, stack), ()
    except Usage as error:
        return None, (error.detail,)


def _status(records: Records, head: Head | None) -> str:
    if head is None:
        return "requested"
    if not head.unfinished:
        return head.status
    holder = records.standing(head.stack)
    return head.status_now(alive=bool(holder and holder.alive))
