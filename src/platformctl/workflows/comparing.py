"""Says how what was rebuilt differs from what it was rebuilt from: values, objects, and what git does not have."""

from collections.abc import Iterator, Mapping

from platformctl.errors import PlatformError
from platformctl.records.head import Head
from platformctl.stacks import workspace
from platformctl.stacks.stack_id import StackId
from platformctl.terraform.narration import short
from platformctl.terraform.state import State, parse_state
from platformctl.workflows.deletions import may_exist
from platformctl.workflows.ports import Ports

ALWAYS = frozenset({"names", "tags", "bindings"})
"""Values that name the environment, so they differ in any case."""
NAMED = 3


def differences(pairs: Mapping[StackId, StackId], ports: Ports) -> Mapping[StackId, tuple[str, ...]]:
    """Return what differs by stack; a stack that is as it should be is not named."""
    found = {there: tuple(_different(here, there, ports)) for here, there in pairs.items()}
    return {**{stack: told for stack, told in found.items() if told}, **_not_in_git(pairs, ports)}


def _different(here: StackId, there: StackId, ports: Ports) -> Iterator[str]:
    if here == there:
        return
    try:
        one, other = (workspace.load(ports.project, stack) for stack in (here, there))
        names = sorted(
            name for name in {*one.values, *other.values} - ALWAYS if _differ(name, one.values, other.values)
        )
        if names:
            yield f"other values than {here}: {', '.join(names)}"
        head = ports.records().head(str(here))
        if head and head.last_applied and head.last_applied.facts.stack_digest != one.digest:
            yield f"{here} was applied last from other files than those in git"
        yield from _objects(here, there, head, ports)
    except PlatformError as error:
        yield f"it can't be compared with {here}: {error.summary}"


def _differ(name: str, one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    return one.get(name) != other.get(name)


def _objects(here: StackId, there: StackId, head: Head | None, ports: Ports) -> Iterator[str]:
    """Hold the objects of both against each other, where the first is there at all."""
    before, now = (_addresses(stack, ports) for stack in (here, there))
    if head is None or not head.last_applied or before == now:
        return
    yield from (f"{what}: {_some(one)}" for what, one in (("missing", before - now), ("more", now - before)) if one)


def _addresses(stack: StackId, ports: Ports) -> frozenset[str]:
    state = parse_state(ports.records().read_state(str(stack)))
    return frozenset(one.address for one in state.managed) if isinstance(state, State) else frozenset()


def _some(addresses: frozenset[str]) -> str:
    rest = len(addresses) - NAMED
    named = ", ".join(short(address) for address in sorted(addresses)[:NAMED])
    return f"{named} and {rest} more" if rest > 0 else named


def _not_in_git(pairs: Mapping[StackId, StackId], ports: Ports) -> Mapping[StackId, tuple[str, ...]]:
    """Name what exists by the source's records and was not rebuilt, since no request says what it is."""
    source = next(iter(pairs)).environment
    try:
        heads = ports.records().heads(source)
    except PlatformError:  # the source's store may be what was lost
        return {}
    left = (StackId.of(head.stack) for head in heads if may_exist(head))
    return {stack: ("it exists and git has no request for it: not rebuilt",) for stack in left if stack not in pairs}
