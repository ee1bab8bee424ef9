"""A stack's whole story in a bucket: taken over from another store as it is, and forgotten where it has moved away."""

from collections.abc import Iterable, Mapping, Sequence

from platformctl.errors import PlatformError
from platformctl.records.adoption import Arrival
from platformctl.records.event import Event
from platformctl.records.head import head_of
from platformctl.records.kept import KeptFiles
from platformctl.records.object_heads import ObjectHeads
from platformctl.records.object_hold import Hold
from platformctl.records.object_kept import ObjectKept
from platformctl.records.object_ledger import ObjectLedger
from platformctl.records.object_state import ObjectStates
from platformctl.records.succession import checked
from platformctl.records.waiting_file import digest


class ObjectMove:
    """Takes stories over, and lets go of them."""

    def __init__(self, ledger: ObjectLedger, heads: ObjectHeads, states: ObjectStates, kept: ObjectKept) -> None:
        """Take what a stack's story lies in."""
        self._ledger = ledger
        self._heads = heads
        self._states = states
        self._kept = kept

    def adopt(self, hold: Hold, events: Iterable[Event], state: bytes, kept: Mapping[str, KeptFiles]) -> None:
        """Write a story in the place of its beginning, or of one that has moved away; may be repeated."""
        stack = hold.lease.stack
        arrival = Arrival.of(stack, events, kept)
        here = self._ledger.events(stack)
        moved = _has_moved(here)
        if not moved and tuple(arrival.events[: len(here)]) != here:
            raise _told_already(stack, len(here))
        self._put_state(hold, state, over_another=moved)
        self._ledger.remove(stack, _differing(here, arrival.events))
        for run, files in arrival.kept.items():
            self._kept.keep(stack, run, files)
        self._ledger.put_all(stack, arrival.events)
        hold.head = head_of(stack, arrival.events)
        if hold.head:
            self._heads.put(hold.head, anew=True)

    def forget(self, hold: Hold) -> None:
        """Remove everything that is kept of a stack but for its last word; the events last, they say that it moved."""
        stack = hold.lease.stack
        here = self._ledger.events(stack)
        hold.renew()
        if here and not _has_moved(here):
            raise PlatformError(
                "The story has not moved",
                detail=f"{stack} goes on in this store. Nothing was removed.",
                hint=f"platformctl history {stack}",
            )
        left = here[-1:] if here and here[-1].is_last_word else ()
        hold.head, hold.state = head_of(stack, left), None
        self._kept.forget(stack)
        self._states.remove(stack)
        if hold.head:
            self._heads.put(hold.head, anew=True)
        else:
            self._heads.remove(stack)
        self._ledger.remove(stack, here[: len(here) - len(left)])

    def _put_state(self, hold: Hold, state: bytes, *, over_another: bool) -> None:
        """Make another store's state the one here; over one that it does not follow only where that has moved away."""
        here = self._states.read(hold.lease.stack)
        if state != here.content and not over_another:
            checked(here.content, state)
        hold.renew(here.digest, digest(state))
        hold.state = here if state == here.content else self._states.put(hold.lease.stack, state, here)


def _differing(here: Sequence[Event], arriving: Sequence[Event]) -> Sequence[Event]:
    """Return the events that are not the arriving ones, number by number."""
    same = {event.seq for event in arriving if event in here}
    return [event for event in here if event.seq not in same]


def _has_moved(events: Sequence[Event]) -> bool:
    return any(event.type == "moved" for event in events)


def _told_already(stack: str, count: int) -> PlatformError:
    return PlatformError(
        "Another story is told here",
        detail=f"{stack}: this store has {count} events of the stack that are not those handed over. "
        "Nothing was written.",
        hint=f"platformctl history {stack}",
    )
