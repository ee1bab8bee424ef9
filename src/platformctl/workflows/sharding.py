"""Finds a job's share of the stacks: what each takes by the records, and which must be planned beside each other.

Jobs of one pipeline run at different moments, and in between a run may end. So only runs count that ended before the
commit was made: those are the same for every job.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from platformctl.catalog.vendor import vendored_module
from platformctl.errors import PlatformError
from platformctl.records.event import Event
from platformctl.records.head import Head
from platformctl.records.store import Records
from platformctl.requests.bindings import Bindings, read_bindings
from platformctl.stacks import workspace
from platformctl.stacks.stack_id import StackId
from platformctl.terraform.combined import MOST
from platformctl.workflows.ports import Ports
from platformctl.workflows.shards import Shard, share

MARGIN = timedelta(minutes=10)
"""Clocks of runners and of who commits differ."""
MINUTE = 60.0
LEAST = 1.0
"""Seconds that any stack takes."""


def share_of(stacks: Sequence[StackId], shard: Shard, ports: Ports) -> tuple[StackId, ...]:
    """Return the stacks of a shard."""
    return share(stacks, weights_of(stacks, ports), _together(stacks, ports), shard)


def weights_of(stacks: Sequence[StackId], ports: Ports) -> Mapping[StackId, float]:
    """Return the seconds that each stack is reckoned with."""
    history = ports.commits()
    made = history.committed if history else None
    if made is None:
        return {stack: _expected(stack, ports) for stack in stacks}
    heads = {head.stack: head for head in ports.records().heads()}
    before = made - MARGIN
    return {
        stack: _recorded(heads.get(str(stack)), before, ports.records()) or _expected(stack, ports) for stack in stacks
    }


def _recorded(head: Head | None, before: datetime, records: Records) -> float | None:
    """Return what the newest run took that had ended by then; None where there is none."""
    if head is None:
        return None
    newest = head.last_applied
    if newest and newest.ended and _at(newest.ended) <= before:
        return _seconds(newest.started, newest.ended)
    return took_before(records.events(head.stack), before)


def took_before(events: Sequence[Event], before: datetime) -> float | None:
    """Return the seconds of the newest run that was applied by then; None where there is none."""
    started = {event.run: event.at for event in events if event.type == "started"}
    ended = [event for event in events if event.type == "applied" and _at(event.at) <= before and event.run in started]
    return _seconds(started[ended[-1].run], ended[-1].at) if ended else None


def _seconds(started: str, ended: str) -> float:
    return max(LEAST, round((_at(ended) - _at(started)).total_seconds(), 1))


def _at(moment: str) -> datetime:
    read = datetime.fromisoformat(moment)
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def _expected(stack: StackId, ports: Ports) -> float:
    """Return what the contract says that it takes; a minute where it can't be read."""
    try:
        module, _ = vendored_module(ports.project, workspace.request_of(ports.project, stack).module)
    except PlatformError:
        return MINUTE
    return module.contract.duration * MINUTE


def _together(stacks: Sequence[StackId], ports: Ports) -> Iterator[Collection[StackId]]:
    """Yield what belongs together: those that use each other, if one root can hold them; else those that must wait."""
    bindings = {stack: _bindings(stack, ports) for stack in stacks}
    using = {stack: {StackId.of(one) for one in found.producers} & set(stacks) for stack, found in bindings.items()}
    for circle in _circles(using):
        if len(circle) <= MOST:
            yield circle
        else:
            yield from ((stack, *map(StackId.of, bindings[stack].pending)) for stack in circle)


def _bindings(stack: StackId, ports: Ports) -> Bindings:
    try:
        return read_bindings(workspace.folder_of(ports.project, stack))
    except PlatformError:
        return Bindings()


def _circles(using: Mapping[StackId, set[StackId]]) -> Iterator[set[StackId]]:
    """Yield those that are linked, however far around."""
    linked: dict[StackId, set[StackId]] = {stack: set(used) for stack, used in using.items()}
    for stack, used in using.items():
        for one in used:
            linked[one].add(stack)
    left = set(linked)
    while left:
        circle, waiting = set[StackId](), [min(left)]
        while waiting:
            one = waiting.pop()
            if one not in circle:
                circle.add(one)
                waiting += linked[one]
        left -= circle
        yield circle
