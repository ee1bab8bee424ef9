"""A stack's whole story in SQL: taken over from another store as it is, and forgotten where it has moved away."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from platformctl.errors import PlatformError
from platformctl.records.chain import first_break
from platformctl.records.event import Event
from platformctl.records.head import head_of
from platformctl.records.kept import KeptFiles
from platformctl.records.kept_table import forget_files, put_files
from platformctl.records.lease import Lease
from platformctl.records.lease_table import prove_fence
from platformctl.records.ledger import events_in, put_events, put_head
from platformctl.records.sql import Session

_FORGET = (
    "delete from event where stack = ?",
    "delete from head where stack = ?",
)
_FORGET_ORPHANS = "delete from orphan where stack = ?"
_FORGET_REVIEWS = "delete from review where stack = ?"


@dataclass(frozen=True)
class Arrival:
    """What another store handed over."""

    events: Sequence[Event]
    kept: Mapping[str, KeptFiles]

    @classmethod
    def of(cls, stack: str, events: Iterable[Event], kept: Mapping[str, KeptFiles]) -> "Arrival":
        """Take a story that holds together; PlatformError names where it does not."""
        told = tuple(events)
        found = next((event for event in told if event.stack != stack), None)
        broken = first_break(stack, told, head_of(stack, told))
        if found or broken:
            why = broken.reason if broken else f"an event is about {found and found.stack}"
            raise PlatformError("This story does not hold together", detail=f"{stack}: {why}. Nothing was written.")
        return cls(told, kept)


def refuse_another(connection: Session, lease: Lease, arrival: Arrival) -> bool:
    """Stop where another story is told here already; say whether the one told here had moved away."""
    prove_fence(connection, lease)
    here = events_in(connection, lease.stack)
    moved = _has_moved(here)
    if not moved and not _begins_with(arrival.events, here):
        raise PlatformError(
            "Another story is told here",
            detail=f"{lease.stack}: this store has {len(here)} events of the stack that are not those handed over. "
            "Nothing was written.",
            hint=f"platformctl history {lease.stack}",
        )
    return moved


def write_story(connection: Session, lease: Lease, arrival: Arrival) -> None:
    """Write events, head and files in the place of what was told here; the caller has proved that it may."""
    _forget_events(connection, lease.stack)
    put_events(connection, arrival.events)
    head = head_of(lease.stack, arrival.events)
    if head:
        put_head(connection, head)
    forget_files(connection, lease.stack)
    for run, files in arrival.kept.items():
        put_files(connection, lease.stack, run, files)


def refuse_unmoved(connection: Session, lease: Lease) -> None:
    """Stop before the only copy of a story is removed."""
    prove_fence(connection, lease)
    here = events_in(connection, lease.stack)
    if here and not _has_moved(here):
        raise PlatformError(
            "The story has not moved",
            detail=f"{lease.stack} goes on in this store. Nothing was removed.",
            hint=f"platformctl history {lease.stack}",
        )


def forget_story(connection: Session, stack: str) -> None:
    """Remove events, head, files, orphaned states and reviews of a stack, but for its last word.

    Its lease's row stays, fences only grow.
    """
    left = tuple(event for event in events_in(connection, stack)[-1:] if event.is_last_word)
    _forget_events(connection, stack)
    put_events(connection, left)
    if head := head_of(stack, left):
        put_head(connection, head)
    forget_files(connection, stack)
    connection.execute(_FORGET_ORPHANS, (stack,))
    connection.execute(_FORGET_REVIEWS, (stack,))


def _forget_events(connection: Session, stack: str) -> None:
    for statement in _FORGET:
        connection.execute(statement, (stack,))


def _begins_with(events: Sequence[Event], here: Sequence[Event]) -> bool:
    return tuple(events[: len(here)]) == tuple(here)


def _has_moved(events: Sequence[Event]) -> bool:
    return any(event.type == "moved" for event in events)
