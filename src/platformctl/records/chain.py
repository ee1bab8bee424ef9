"""Proves that a stack's chain of events is whole, or names the first place where it is not."""

from collections.abc import Iterable
from dataclasses import dataclass

from platformctl.records.event import FIRST, Event
from platformctl.records.head import Head, head_of


@dataclass(frozen=True)
class Break:
    """The first place where a chain does not hold."""

    stack: str
    seq: int
    reason: str


def first_break(stack: str, events: Iterable[Event | Break], head: Head | None) -> Break | None:
    """Follow the chain from its start, then compare its end with the head."""
    seen: list[Event] = []
    for event in events:
        found = event if isinstance(event, Break) else _broken(event, seen[-1] if seen else None)
        if isinstance(found, Break):
            return found
        seen.append(found)
    return _end(stack, seen, head)


def _broken(event: Event, before: Event | None) -> Event | Break:
    seq, prev = (before.seq + 1, before.hash) if before else _start(event)
    if event.seq != seq:
        return Break(event.stack, seq, f"event {seq} is missing, event {event.seq} follows")
    if event.prev != prev:
        return Break(event.stack, seq, f"event {seq} does not follow the one before it")
    if event.hash != event.expected_hash:
        return Break(event.stack, seq, f"event {seq} was changed after it was written")
    return event


def _start(event: Event) -> tuple[int, str]:
    """Say where a chain may begin: at its first event, at a checkpoint behind what was cut off, at its last word."""
    return (event.seq, event.prev) if event.type == "checkpoint" or event.is_last_word else (1, FIRST)


def _end(stack: str, events: list[Event], head: Head | None) -> Break | None:
    count = events[-1].seq if events else 0
    if (head.seq if head else 0) > count:
        return Break(stack, count + 1, f"event {count + 1} is missing, though the head knows of it")
    try:
        told = head_of(stack, events)
    except ValueError:
        return Break(stack, count, "the events say what platformctl never writes")
    begin = events[0].seq if events and not events[0].is_last_word else 1
    if told and begin > told.cut + 1:
        first = told.cut + 1
        return Break(stack, first, f"event {first} is missing, and no checkpoint says that it was cut off")
    return None if head == told else Break(stack, count, "the head does not say what the events say")
