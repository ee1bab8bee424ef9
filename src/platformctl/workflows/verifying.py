"""Proves the chains of an environment's records, in themselves and against heads that were anchored elsewhere."""

from collections.abc import Iterable, Mapping

from platformctl.records.anchors import Anchor, unlike
from platformctl.records.store import Records
from platformctl.workflows.audit_results import Chain

NO_ANCHORS: Mapping[str, Anchor] = {}


def verify(records: Records, stacks: Iterable[str], anchors: Mapping[str, Anchor] = NO_ANCHORS) -> tuple[Chain, ...]:
    """Prove each stack's chain, or name the first place where it does not hold."""
    return tuple(_proven(records, stack, anchors.get(stack)) for stack in stacks)


def chains_of(records: Records, environment: str, anchors: Mapping[str, Anchor] = NO_ANCHORS) -> tuple[str, ...]:
    """Return the stacks of an environment that have a chain, or had one when heads were anchored."""
    anchored = {stack for stack in anchors if stack.startswith(f"{environment}/")}
    return tuple(sorted({*records.stacks(environment), *anchored}))


def _proven(records: Records, stack: str, anchor: Anchor | None) -> Chain:
    broken = records.verify_chain(stack)
    if broken:
        return Chain(stack, broken=broken)
    head = records.head(stack)
    broken = unlike(records, stack, head, anchor) if anchor else None
    if head is None:
        return Chain(stack, broken=broken)
    return Chain(stack, head.seq - head.cut, head.seq, head.hash, broken)
