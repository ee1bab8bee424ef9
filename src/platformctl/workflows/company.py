"""Which stacks are planned in one root: those that use each other stay together, with those that they wait for."""

from collections.abc import Iterator, Mapping, MutableMapping, Sequence

from platformctl.errors import PlatformError
from platformctl.progress import Event
from platformctl.stacks.stack import Stack
from platformctl.stacks.stack_id import StackId
from platformctl.terraform.combined import MOST
from platformctl.workflows.at_hand import at_hand
from platformctl.workflows.order import Graph, circle_fault, circle_in
from platformctl.workflows.ports import Ports

Found = MutableMapping[StackId, Stack | PlatformError]
"""Stacks as they are at hand, or why they are not."""


def find(stack: StackId, ports: Ports) -> Stack | PlatformError:
    """Load a stack, or return why it can't be."""
    try:
        return at_hand(stack, ports)
    except PlatformError as error:
        return error


def bring_producers(found: Found, ports: Ports) -> None:
    """Add the producers that are not applied yet: what uses them can only be planned beside them."""
    waiting = [stack for stack in found.values() if isinstance(stack, Stack) and not stack.kept]
    while waiting:
        consumer = waiting.pop()
        for producer in map(StackId.of, consumer.bindings.pending):
            if producer in found or producer.environment != consumer.id.environment:
                continue
            told = f"{producer} is planned too: {consumer.id} uses it, and it is not applied yet"
            ports.progress(Event("plan", "note", told))
            found[producer] = find(producer, ports)
            waiting += [stack for stack in [found[producer]] if isinstance(stack, Stack)]


def stop_circles(found: Found) -> None:
    """Stop those that use each other in a circle."""
    while circle := circle_in(_graph(found)):
        for stack in circle:
            found[stack] = circle_fault(circle)


def _graph(found: Found) -> Graph:
    stacks = [stack for stack in found.values() if isinstance(stack, Stack)]
    here = {stack.id for stack in stacks}
    return {stack.id: frozenset(map(StackId.of, stack.bindings.producers)) & here for stack in stacks}


def parties(stacks: Sequence[Stack], most: int = MOST) -> Iterator[tuple[Stack, ...]]:
    """Yield stacks in groups of at most so many, each with the producers that it waits for besides."""
    known = {str(stack.id): stack for stack in stacks}
    group: list[Stack] = []
    for circle in _circles(known):
        if group and len(group) + len(circle) > most:
            yield _complete(group, known)
            group = []
        group += circle
        while len(group) > most:
            yield _complete(group[:most], known)
            group = group[most:]
    if group:
        yield _complete(group, known)


def _circles(known: Mapping[str, Stack]) -> Iterator[list[Stack]]:
    """Yield those that use each other, however far around."""
    neighbours: dict[str, set[str]] = {name: set() for name in known}
    for name, stack in known.items():
        for producer in {*stack.bindings.producers} & {*known}:
            neighbours[name].add(producer)
            neighbours[producer].add(name)
    seen: set[str] = set()
    for name in known:
        circle = _reached(name, neighbours, seen)
        if circle:
            yield [known[each] for each in circle]


def _reached(name: str, neighbours: Mapping[str, set[str]], seen: set[str]) -> list[str]:
    circle, waiting = [], [name]
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            circle.append(one)
            waiting += sorted(neighbours[one], reverse=True)
    return circle


def _complete(group: Sequence[Stack], known: Mapping[str, Stack]) -> tuple[Stack, ...]:
    """Add whom the group waits for, where it was too large to stay in one."""
    here = {str(stack.id): stack for stack in group}
    waiting = list(group)
    while waiting:
        for producer in waiting.pop().bindings.pending:
            if producer in known and producer not in here:
                here[producer] = known[producer]
                waiting.append(known[producer])
    return tuple(here.values())
