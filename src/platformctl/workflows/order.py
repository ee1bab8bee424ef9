"""Which stacks come before which: a producer before those that use it."""

from collections.abc import Collection, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from platformctl.errors import PlatformError, Usage
from platformctl.project.project import Project
from platformctl.requests.request import Request
from platformctl.stacks import workspace
from platformctl.stacks.stack_id import StackId
from platformctl.workflows.binding import uses
from platformctl.workflows.results import Stopped

Graph = Mapping[StackId, frozenset[StackId]]
"""Each stack, and those that it uses."""


def refuse_cycles(graph: Graph) -> None:
    """Stop where stacks use each other in a circle: none of them could be the first."""
    circle = circle_in(graph)
    if circle:
        raise circle_fault(circle)


def circle_fault(circle: Sequence[StackId]) -> Usage:
    """Make the error."""
    way = " → ".join(str(stack) for stack in circle)
    return Usage("Stacks use each other in a circle", detail=f"{way}. None of them could come first.")


def circle_in(graph: Graph) -> Sequence[StackId]:
    """Return a way round a circle, if there is one."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return tuple(reversed(error.args[1]))
    return ()


def refuse_cycle(project: Project, request: Request) -> None:
    """Stop where a request, as it is about to be written, would close a circle with those on disk."""
    graph: dict[StackId, frozenset[StackId]] = {}
    waiting = [request]
    while waiting:
        one = waiting.pop()
        graph[_id(one)] = frozenset(uses(project, one))
        missing = [stack for stack in graph[_id(one)] if stack not in graph and workspace.is_requested(project, stack)]
        waiting += [workspace.request_of(project, stack) for stack in missing]
    refuse_cycles(graph)


def apply_order(stacks: Collection[StackId], project: Project, there: Graph) -> tuple[Graph, Mapping[StackId, Stopped]]:
    """Return which of these stacks come before which when they are applied, and those that can't be.

    `there` is whom each stack that is there uses. One whose request is gone goes after those that use it.
    """
    graph: dict[StackId, frozenset[StackId]] = {}
    broken: dict[StackId, Stopped] = {}
    gone = {stack for stack in stacks if stack in there and not workspace.is_requested(project, stack)}
    for stack in stacks:
        try:
            before = _users(stack, stacks, there) if stack in gone else _producers(project, stack) - gone
        except PlatformError as error:
            before, broken[stack] = frozenset(), Stopped(stack, error)
        graph[stack] = before & set(stacks)
    return graph, broken


def destroy_order(stacks: Collection[StackId], there: Graph) -> Graph:
    """Return which of these stacks come before which when they are destroyed: those that use others."""
    return {stack: _users(stack, stacks, there) for stack in stacks}


def _users(stack: StackId, among: Collection[StackId], there: Graph) -> frozenset[StackId]:
    return frozenset(one for one in among if stack in there.get(one, frozenset()))


def _producers(project: Project, stack: StackId) -> frozenset[StackId]:
    request = workspace.request_of(project, stack)
    refuse_cycle(project, request)
    return frozenset(uses(project, request))


def _id(request: Request) -> StackId:
    return StackId(request.environment, request.kind, request.name)
