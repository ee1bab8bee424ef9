"""Where stacks stand: what their requests ask for and what the records say became of it."""

from dataclasses import replace

from platformctl.errors import PlatformError, Usage
from platformctl.project.project import Project
from platformctl.records.facts import PartialApply
from platformctl.records.head import Head
from platformctl.records.past_run import PastRun
from platformctl.records.store import Records
from platformctl.requests.request import Request
from platformctl.stacks import workspace
from platformctl.stacks.index import Index
from platformctl.stacks.stack_id import StackId
from platformctl.terraform.state import State, parse_state
from platformctl.workflows.conditions import conditions, how_to
from platformctl.workflows.deletions import Commits, is_deleted, lacks_request, may_exist, was_here
from platformctl.workflows.past import last_story
from platformctl.workflows.results import Standing

ALARM = "ALARM: its protection is off since a destroy that did not end; apply puts it back on, destroy goes on"


NO_COMMITS: Commits = lambda: None  # noqa: E731 - outside git


def standings(index: Index, records: Records, environment: str, commits: Commits = NO_COMMITS) -> tuple[Standing, ...]:
    """Return every stack of an environment: requested, recorded, or both."""
    project = index.project
    heads = {head.stack: head for head in records.heads(environment)}
    requested = {str(stack): stack for stack in workspace.discover(project, environment)}
    ids = {**{name: StackId.of(name) for name in heads}, **requested}
    known = (name for name in sorted(ids) if name in requested or _is_left(heads[name]))
    found = tuple(_standing(index, records, ids[name], heads.get(name), commits) for name in known)
    index.save()
    return found


def _is_left(head: Head) -> bool:
    """Say whether a stack without a request is still worth a line: nothing was made of most that never came so far."""
    return may_exist(head) or head.unfinished is not None


def standing(project: Project, records: Records, stack: StackId, commits: Commits = NO_COMMITS) -> Standing:
    """Return one stack; Usage when neither a request nor a record knows it."""
    head = records.head(str(stack))
    if head is None:
        workspace.request_of(project, stack)
    found = _standing(Index(project), records, stack, head, commits)
    last = last_story(records, head) if head else None
    return replace(found, partial=_partial(last) if last else None, last=last)


def _partial(last: PastRun) -> PartialApply | None:
    """Read how far a run came, if it is on record as failed."""
    failed = last.end is not None and last.end.type == "failed"
    began = any(event.type == "applying" for event in last.events)
    return PartialApply.told_by(last.end.body) if last.end and failed and began else None


def _standing(index: Index, records: Records, stack: StackId, head: Head | None, commits: Commits) -> Standing:
    project = index.project
    alarm = (ALARM,) if head and head.disarmed else ()
    moved = (f"moved: it is kept in {head.moved_to} by now; git pull",) if head and head.moved_to else ()
    deleted = head is not None and is_deleted(stack, head, project) and was_here(stack, head, project, commits)
    request, notes = _request(index, stack)
    if head and lacks_request(stack, project):
        notes = (_to_destroy(project, records, stack) if deleted else _not_here(stack, head),)
    found = Standing(stack, request, head, _status(records, head), (*alarm, *moved, *notes), deleted=deleted)
    return replace(found, notes=(*found.notes, *conditions(index, records, found)))


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


def _request(index: Index, stack: StackId) -> tuple[Request | None, tuple[str, ...]]:
    try:
        return index.request(stack), ()
    except Usage as error:
        return None, (error.detail,)


def _status(records: Records, head: Head | None) -> str:
    if head is None:
        return "requested"
    if not head.unfinished:
        return head.status
    holder = records.standing(head.stack)
    return head.status_now(alive=bool(holder and holder.alive))
