"""Retention: a checkpoint says what the events so far came to, and which older ones are cut off; then they may go."""

from collections.abc import Sequence

from platformctl.records.event import Draft, Event
from platformctl.records.head import Cut, Head


def checkpoint(head: Head, run: str, cut: Cut) -> Draft:
    """Say where the stack stands, and up to which event its chain is cut off; must be recorded before it is."""
    return Draft(head.stack, run, "checkpoint", {"head": head.model_dump(mode="json"), "cut": cut.model_dump()})


def cut_before(events: Sequence[Event], number: int, already: Cut) -> Cut:
    """Say what goes when the events before this number are cut off."""
    going = [event for event in events if event.seq < number]
    return Cut(seq=going[-1].seq, hash=going[-1].hash) if going else already
