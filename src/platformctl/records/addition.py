"""What adding an event comes to: its place in the chain, and the head that follows; the same in every store."""

from collections.abc import Iterable

from pydantic import ValidationError

from platformctl.errors import PlatformError
from platformctl.records.event import FIRST, Draft, Event, chained
from platformctl.records.head import Head, after, head_of
from platformctl.records.refusals import RecordsDamaged


def added(draft: Draft, head: Head | None, at: str) -> tuple[Event, Head]:
    """Make the event and the head that follows; what does not make sense is refused before anything is written."""
    seq, prev = (head.seq + 1, head.hash) if head else (1, FIRST)
    try:
        event = chained(draft, seq=seq, prev=prev, at=at)
        return event, after(head or Head(stack=draft.stack), event)
    except ValueError as error:
        why = error.errors(include_input=False)[0]["msg"] if isinstance(error, ValidationError) else "not JSON"
        raise PlatformError(
            "An event can't be recorded", detail=f"{draft.stack}, {draft.type}: {why}. Nothing was written."
        ) from None  # the cause quotes the body, which may hold a secret


def same(known: Event, draft: Draft) -> Event:
    """Return the event on record that a draft became; PlatformError when it says something else."""
    if not known.says(draft):
        raise PlatformError(
            "An event's id was used twice",
            detail=f"{draft.stack}: event {draft.id} is on record and says something else.",
            hint=f"platformctl history {known.stack}",
        )
    return known


def folded(stack: str, head: Head | None, events: Iterable[Event]) -> Head | None:
    """Follow events from a head on; RecordsDamaged when they say what is never written."""
    try:
        if head is None:
            return head_of(stack, events)
        for event in events:
            head = after(head, event)
    except ValueError:
        raise damaged(f"{stack}: the events say what platformctl never writes", "platformctl history verify") from None
    return head


def damaged(detail: str, hint: str) -> PlatformError:
    """Make the error for records that can't be read."""
    return RecordsDamaged("The records are damaged", detail=f"{detail}.", hint=hint)
