"""Who uses a stack: by the requests that lie here, and by the records of what was applied, whatever lies here."""

from collections.abc import Collection, Iterator
from contextlib import suppress

from platformctl.errors import Blocked, PlatformError
from platformctl.project.project import Project
from platformctl.records.head import Head
from platformctl.records.store import Records
from platformctl.stacks import workspace
from platformctl.stacks.stack_id import StackId
from platformctl.workflows.binding import uses
from platformctl.workflows.deletions import may_exist
from platformctl.workflows.order import Graph
from platformctl.workflows.ports import Ports


def users_of(project: Project, records: Records, stacks: Collection[StackId]) -> Graph:
    """Return whom each stack that is there uses, in the environment of these stacks and in those that may bind to it.

    The stores of others are not asked: who works here may have no rights there.
    """
    here, named = {stack.environment for stack in stacks}, project.platform.environments
    near = (name for name, other in named.items() if here & {name, *other.may_use})
    heads = (head for name in near for head in records.heads(name))
    there = {StackId.of(head.stack): head for head in heads if may_exist(head)}
    return {stack: frozenset(_used(project, stack, head)) - {stack} for stack, head in there.items()}


def refuse_used(stack: StackId, ports: Ports, gone_too: Collection[StackId] = (), there: Graph | None = None) -> None:
    """Stop before a stack is taken away from those that use it; `gone_too` are taken away by the same command.

    `there` is whom each stack that is there uses, where that is known already.
    """
    found = users_of(ports.project, ports.records(), [stack]) if there is None else there
    left = sorted(one for one, used in found.items() if stack in used and one not in gone_too)
    if left:
        raise Blocked(
            "Other stacks use this one",
            detail=f"{stack} is used by {', '.join(map(str, left))}. It goes after them, or in one command with them.",
            hint=_hint(stack, left[0], ports.project),
        )


def _used(project: Project, stack: StackId, head: Head) -> Iterator[StackId]:
    """Yield the stacks that one uses; what no request here tells any more, its last runs do."""
    with suppress(PlatformError):  # a request that is gone or broken says nothing; the records do
        yield from uses(project, workspace.request_of(project, stack))
    last = head.last_run if head.last_run and head.last_run.applying else None
    for run in (head.last_applied, last):
        yield from (StackId.of(one) for one in (run.facts.uses if run else ()))


def _hint(stack: StackId, user: StackId, project: Project) -> str:
    """Say how the first of its users lets go of it."""
    both = f"platformctl destroy {user} {stack}      (destroys both)"
    try:
        request = workspace.request_of(project, user)
    except PlatformError:
        return both
    if stack not in set(uses(project, request)):
        return f"platformctl apply {user}      (its request does not use it any more)"
    return f"platformctl unbind {user} {stack}" if request.bindings else both
