"""Heads anchored elsewhere: who writes a whole chain anew can compute its digests, but not change those kept away."""

from collections.abc import Mapping

from platformctl.model import Model
from platformctl.records.chain import Break
from platformctl.records.event import Event
from platformctl.records.head import Head
from platformctl.records.store import Records


class Anchor(Model):
    """The newest event of a stack at some moment: with its digest it vouches for all before it."""

    seq: int
    hash: str


class Anchors(Model):
    """What `history verify --report heads=FILE` writes, and `--against FILE` reads."""

    version: int
    heads: Mapping[str, Anchor]
    """By stack."""


def unlike(records: Records, stack: str, head: Head | None, anchor: Anchor) -> Break | None:
    """Say where a chain that holds in itself is not the one that was anchored."""
    if head is None:
        return Break(stack, 1, f"its chain is gone; event {anchor.seq} was anchored")
    if head.seq < anchor.seq:
        return Break(stack, head.seq + 1, f"event {head.seq + 1} is missing; event {anchor.seq} was anchored")
    first = next(iter(records.events(stack, newest=head.seq - anchor.seq + 1)), None)
    return _differs(stack, first, anchor)


def _differs(stack: str, event: Event | None, anchor: Anchor) -> Break | None:
    if event is None or event.seq != anchor.seq:
        why = f"event {anchor.seq}, which was anchored, was cut off since: compare with heads anchored after that"
        return Break(stack, anchor.seq, why)
    why = f"event {anchor.seq} is another one than was anchored: the chain was written anew"
    return None if event.hash == anchor.hash else Break(stack, anchor.seq, why)
