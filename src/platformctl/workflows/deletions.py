"""Stacks that exist though their request is gone, and whether it was here that somebody deleted it.

| where the request lay                                     | what that means                                |
|-----------------------------------------------------------|------------------------------------------------|
| in HEAD or an ancestor                                    | this branch deleted it, committed or not yet   |
| in no commit of any branch, and a run was made right here | it was deleted before anybody committed it     |
| outside git                                               | it was deleted: there are no branches          |
| elsewhere                                                 | this branch never had it; nobody deleted it    |
"""

import os
import platform
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from platformctl.errors import Blocked, PlatformError, Usage
from platformctl.git.history import History
from platformctl.progress import Event
from platformctl.project.project import Project
from platformctl.records.head import Head, RecordedRun
from platformctl.records.store import Records
from platformctl.requests.request import REQUEST_NAME
from platformctl.stacks import workspace
from platformctl.stacks.stack_id import StackId

if TYPE_CHECKING:
    from platformctl.workflows.ports import Ports  # `list` and `show` need nothing of the world that it brings along

Commits = Callable[[], History | None]
"""Opens the history of the branch that is checked out; None outside git."""


def is_deleted(stack: StackId, head: Head | None, project: Project) -> bool:
    """Say whether a stack has no request and, as far as the records know, is still there."""
    return head is not None and lacks_request(stack, project) and may_exist(head)


def lacks_request(stack: StackId, project: Project) -> bool:
    """Say whether there is no request; a link in its place is something that is there, and told where it is read."""
    try:
        return not os.path.lexists(workspace.folder_of(project, stack) / REQUEST_NAME)
    except Usage:
        return False


def may_exist(head: Head) -> bool:
    """Say whether a run has made anything that no later one is known to have destroyed."""
    made = head.kept or head.last_applied or head.state
    return head.status != "destroyed" and bool(made)


def deleted_here(project: Project, records: Records, environment: str, commits: Commits) -> Iterator[StackId]:
    """Yield the stacks of an environment that were deleted on this branch, or in this folder, and are still there."""
    for head in records.heads(environment):
        stack = StackId.of(head.stack)
        if is_deleted(stack, head, project) and was_here(stack, head, project, commits):
            yield stack


def was_here(stack: StackId, head: Head, project: Project, commits: Commits) -> bool:
    """Say whether the request that is gone was ever here."""
    history = commits()
    if history is None:
        return True
    request = f"{stack.folder}/{REQUEST_NAME}"
    if history.touching((request,)):
        return True
    last = _last(head)
    made_here = last is not None and (last.facts.host, last.facts.folder) == (platform.node(), str(project.root))
    return made_here and not history.is_anywhere(request)


def never_applied(stack: StackId, ports: "Ports") -> bool:
    """Say of a stack whose request is gone that there is nothing to take away, which is told."""
    if not lacks_request(stack, ports.project):
        return False
    head = ports.records().head(str(stack))
    gone = head is None or not may_exist(head)
    if gone:
        ports.progress(Event("plan", "note", f"{stack} was requested and never applied: there is nothing to destroy"))
    return gone


def refuse_foreign(stack: StackId, ports: "Ports") -> None:
    """Stop before a branch that never had a stack takes it away as if it had been deleted."""
    fault = foreign(stack, ports)
    if fault:
        raise fault


def foreign(stack: StackId, ports: "Ports") -> PlatformError | None:
    """Say why a request that is not there was not deleted here, if so."""
    head = ports.records().head(str(stack))
    last = _last(head) if head else None
    if head is None or last is None or last.id in ports.over or was_here(stack, head, ports.project, ports.commits):
        return None
    facts = last.facts
    at = f"at commit {facts.commit[:12]}" if facts.commit else "outside any commit"
    return Blocked(
        "This branch never had the stack's request",
        detail=f"{stack} was applied last by run {last.id} ({facts.command} by {facts.who} on {facts.host} in "
        f"{facts.folder}, {at}). Neither HEAD nor an ancestor holds its request, so nobody has deleted it here.",
        hint=f"git log --all --oneline -- {stack.folder}      (or, to take it away knowingly, add: --over {last.id})",
    )


def _last(head: Head) -> RecordedRun | None:
    return head.last_applied or head.last_run
