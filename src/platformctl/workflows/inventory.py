"""Counts the stacks of an environment against its limit, under a short lease: two at once can't both be the last.

What counts is what the records know to be there or under way. The lease is held until the one that was counted in is
itself on record, or its request lies there; so whoever counts next, counts it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from platformctl.policy.guards import limits_guard
from platformctl.policy.verdict import refuse
from platformctl.records.head import Head
from platformctl.records.lease import Holder
from platformctl.records.patience import Patience
from platformctl.records.run import held, new_run_id
from platformctl.stacks.stack import Stack
from platformctl.workflows.deletions import may_exist
from platformctl.workflows.ports import Ports

PLACE = "platformctl/inventory"
"""In place of kind and name; no kind may be called platformctl, so that no stack is."""
SECONDS = 90.0
"""It is held for a moment only; on a store far away, the lease of one that was killed lasts a minute."""


def inventory_of(environment: str) -> str:
    """Return what the lease on an environment's inventory is held on."""
    return f"{environment}/{PLACE}"


def is_inventory(stack: str) -> bool:
    """Say whether a lease is one on an inventory."""
    return stack.endswith(f"/{PLACE}")


@contextmanager
def counting(environment: str, ports: Ports) -> Iterator[None]:
    """Let nobody else count meanwhile, where there is something to be counted against."""
    if ports.environment.limits.stacks is None:
        yield
        return
    waiting = ports.patience
    patience = Patience(max(SECONDS, waiting.seconds), waiting.tell, waiting.is_broken_off)
    with held(ports.records(), inventory_of(environment), Holder.here(new_run_id(), "count"), patience):
        yield


@contextmanager
def counted_in(stack: Stack, ports: Ports) -> Iterator[None]:
    """Refuse a new stack that is one too many; inside, it is put on record."""
    limits, name = ports.environment.limits, str(stack.id)
    if limits.stacks is None or _is_there(ports.records().head(name)):
        yield
        return
    with counting(stack.id.environment, ports):
        there = {head.stack for head in ports.records().heads(stack.id.environment) if _is_there(head)}
        refuse(limits_guard(limits, stack.contract, name, size=None, stacks=len(there | {name})), "request")
        yield


def _is_there(head: Head | None) -> bool:
    """Say whether a stack takes a place: it may exist, or a run is under way that may make it."""
    return head is not None and not head.moved_to and (may_exist(head) or head.unfinished is not None)
