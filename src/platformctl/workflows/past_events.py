"""Reads back what a run has put on record."""

from collections.abc import Iterator, Mapping
from typing import Any

from platformctl.stacks.stack_id import StackId
from platformctl.workflows.ports import Ports

Said = Mapping[str, Any]


def bodies(stack: StackId, run: str, kind: str, ports: Ports) -> Iterator[Said]:
    """Yield what the run's events of one type say, the newest first."""
    events = reversed(ports.records().events(str(stack)))
    return (event.body for event in events if event.run == run and event.type == kind)


def last_body(stack: StackId, run: str, kind: str, ports: Ports) -> Said:
    """Return what the run's last event of a type says."""
    return next(bodies(stack, run, kind, ports), {})
