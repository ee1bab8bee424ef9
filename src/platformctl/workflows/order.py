"""Which stacks come before which: a producer before those that use it."""

from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter

from platformctl.errors import Usage
from platformctl.project.project import Project
from platformctl.requests.request import Request
from platformctl.stacks import workspace
from platformctl.stacks.stack_id import StackId
from platformctl.workflows.binding import uses

Graph = Mapping[StackId, frozenset[StackId]]
"""Each stack, and those that it uses."""


def graph_of(project: Project, requests: Iterable[Request]) -> Graph:
    """Return whom each request uses; Usage names the way round a cycle."""
    graph = {_id(request): frozenset(uses(project, request)) for request in requests}
    refuse_cycles(graph)
    return graph


def refuse_cycles(graph: Graph) -> None:
    """Stop where stacks use each other in a circle: none of them could be the first."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        way = " → ".join(str(stack) for stack in reversed(error.args[1]))
        raise Usage("Stacks use each other in a circle", detail=f"{way}. None of them could come first.") from error


def refuse_cycle(project: Project, request: Request) -> None:
    """Stop where a request, as it is about to be written, would close a circle with those on disk."""
    graph: dict[StackId, frozenset[StackId]] = {}
    waiting = [request]
    while waiting:
        one = waiting.pop()
        graph[_id(one)] = frozenset(uses(project, one))
        missing = [stack for stack in graph[_id(one)] if stack not in graph and _is_requested(project, stack)]
        waiting += [workspace.request_of(project, stack) for stack in missing]
    refuse_cycles(graph)


def _is_requested(project: Project, stack: StackId) -> bool:
    return (workspace.folder_of(project, stack) / "request.yaml").exists()


def _id(request: Request) -> StackId:
    return StackId(request.environment, request.kind, request.name)
