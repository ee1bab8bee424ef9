"""Events in a bucket, one object each, put if absent: whoever takes a number has it, and everybody sees the order."""

import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from platformctl.errors import PlatformError
from platformctl.records.addition import added, damaged, folded, same
from platformctl.records.chain import Break, first_break
from platformctl.records.event import Draft, Event, canonical
from platformctl.records.head import Head
from platformctl.records.object_bucket import AT_ONCE, Found, Objects
from platformctl.records.object_heads import Line, ObjectHeads
from platformctl.records.refusals import RecordsDamaged


class ObjectLedger:
    """The events of all stacks, and what they come to."""

    def __init__(self, objects: Objects, heads: ObjectHeads, clock: Callable[[], str]) -> None:
        """Take the bucket, the heads as they were last written down, and what says the time."""
        self._objects = objects
        self._bucket = objects.bucket
        self._heads = heads
        self._clock = clock
        self._newest: dict[str, Head] = {}
        self._tried: dict[str, int] = {}

    def append(self, draft: Draft, prove: Callable[[], None]) -> tuple[Event, Head]:
        """Chain the draft to its stack's events; return the head that follows, or stands, if it was there already.

        The right to write is proved after the end of the chain was read: whoever followed us has by then taken the
        number that we would take.
        """
        while (there := self._there(draft)) is None:
            known = self._newest.pop(draft.stack, None) or self.head(draft.stack)
            event, following = added(draft, known, self._clock())
            prove()
            self._tried[draft.id] = event.seq
            if self._put(event):
                self._newest[draft.stack] = following
                return event, following
        head = self.head(draft.stack)
        assert head is not None
        return same(there, draft), head

    def events(self, stack: str, newest: int | None = None) -> tuple[Event, ...]:
        """Return the stack's events, oldest first."""
        if newest is None:
            return tuple(map(_whole, self._read_after(stack, 0)))
        line, later = self._end(stack)
        first = max(1, (later[-1].seq if later else line.seq if line else 0) - newest + 1)
        recorded = self._objects.get_all(
            self._bucket.event(stack, seq) for seq in range(first, (line.seq if line else 0) + 1)
        )
        return (*(_whole(self._read(stack, found)) for found in recorded), *later)[-newest:] if newest else ()

    def verify_chain(self, stack: str) -> Break | None:
        """Name the first place where the chain does not hold."""
        events = self._read_after(stack, 0)
        try:
            line = self._heads.read(stack)
            head = line.head if line else None
            later = [each for each in events if isinstance(each, Event) and each.seq > (head.seq if head else 0)]
            told = folded(stack, head, later)
        except RecordsDamaged:
            told = None
        return first_break(stack, _without_cut(events, told), told)

    def head(self, stack: str) -> Head | None:
        """Return the stack's head: as written down, and what came since."""
        line, later = self._end(stack)
        return folded(stack, line.head if line else None, later)

    def heads(self, environment: str | None) -> tuple[Head, ...]:
        """Return all heads; those that may be behind, as markers say, are derived from what came since."""
        with ThreadPoolExecutor(AT_ONCE) as pool:
            marked = pool.submit(self._marked, environment)
            lines = dict(self._heads.read_all(environment))
            fresh = dict(zip(marked.result(), pool.map(self.head, marked.result()), strict=True))
        heads = {**{stack: line.head for stack, line in lines.items() if stack not in fresh}, **fresh}
        return tuple(head for _, head in sorted(heads.items()) if head)

    def stacks(self, environment: str | None) -> tuple[str, ...]:
        """Return every stack that has a head or events, readable or not."""
        return tuple(sorted({*self._heads.read_all(environment), *self._marked(environment)}))

    def rebuild_head(self, stack: str) -> Head | None:
        """Derive the head from all events and write it down."""
        head = folded(stack, None, self.events(stack))
        if head:
            self._heads.put(head, anew=True)
        return head

    def put_all(self, stack: str, events: Sequence[Event]) -> None:
        """Write events as they are, oldest first; those that are there already are left."""
        for event in events:
            self._put(event)
        self._newest.pop(stack, None)

    def remove(self, stack: str, events: Sequence[Event]) -> None:
        """Remove events; the newest goes last, so that what is left says what became of the rest."""
        keys = [self._bucket.event(stack, event.seq) for event in events]
        self._objects.delete(*keys[:-1])
        self._objects.delete(*keys[-1:])
        self._newest.pop(stack, None)

    def cut(self, stack: str, before: int) -> int:
        """Remove the events before a checkpoint."""
        found = self._objects.get(self._bucket.event(stack, before))
        if found is None or _whole(self._read(stack, found)).type != "checkpoint":
            raise PlatformError(
                "There is no checkpoint to cut before",
                detail=f"{stack}: event {before} is none. Nothing was removed.",
                hint=f"platformctl history {stack}",
            )
        keys = [entry.key for entry in self._objects.list(self._bucket.events(stack))]
        going = [key for key in keys if key < self._bucket.event(stack, before)]
        self._objects.delete(*going)
        return len(going)

    def _put(self, event: Event) -> bool:
        content = canonical(event.model_dump(mode="json")).encode("ascii")
        return self._objects.put_new(self._bucket.event(event.stack, event.seq), content) is not None

    def _there(self, draft: Draft) -> Event | None:
        """Return the event that an earlier attempt recorded, acknowledged or not."""
        tried = self._tried.get(draft.id)
        found = self._objects.get(self._bucket.event(draft.stack, tried)) if tried else None
        event = self._read(draft.stack, found) if found else None
        return event if isinstance(event, Event) and event.id == draft.id else None

    def _end(self, stack: str) -> tuple[Line | None, Sequence[Event]]:
        """Return the head as it was last written down, and the events that came since."""
        line = self._heads.read(stack)
        return line, [_whole(each) for each in self._read_after(stack, line.seq if line else 0)]

    def _read_after(self, stack: str, seq: int) -> Sequence[Event | Break]:
        after = self._bucket.event(stack, seq) if seq else ""
        keys = [entry.key for entry in self._objects.list(self._bucket.events(stack), after)]
        return [self._read(stack, found) for found in self._objects.get_all(keys)]

    def _read(self, stack: str, found: Found) -> Event | Break:
        seq = _number(found.key)
        try:
            event = Event.model_validate(json.loads(found.content))
        except ValueError:  # pydantic's and json's complaints are ValueErrors
            return Break(stack, seq, f"event {seq} is not what platformctl writes")
        if (event.stack, event.seq) != (stack, seq):
            return Break(stack, seq, f"event {event.seq} of {event.stack} lies in the place of event {seq}")
        return event

    def _marked(self, environment: str | None) -> Sequence[str]:
        entries = self._objects.list(self._bucket.held(environment))
        return sorted({self._bucket.marked(entry.key) for entry in entries})


def _whole(event: Event | Break) -> Event:
    if isinstance(event, Break):
        raise damaged(f"{event.stack}: {event.reason}", f"platformctl history {event.stack}")
    return event


def _without_cut(events: Sequence[Event | Break], head: Head | None) -> Sequence[Event | Break]:
    """Leave out what a removal that was cut short has left of the events that retention cut off."""
    cut = head.cut if head else 0
    of_cut = [each.seq for each in events if each.seq <= cut]
    is_whole = of_cut == list(range(cut - len(of_cut) + 1, cut + 1))
    return events if is_whole else [each for each in events if each.seq > cut]


def _number(key: str) -> int:
    text = key.rpartition("/")[2]
    return int(text) if text.isascii() and text.isdigit() else 0
