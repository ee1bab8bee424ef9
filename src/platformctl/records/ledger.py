"""Events and heads in SQL: appended in one transaction, read back, verified, rebuilt."""

import json
from collections.abc import Callable, Iterable

from pydantic import ValidationError

from platformctl.errors import PlatformError
from platformctl.records.addition import added, damaged, folded, same
from platformctl.records.chain import Break, first_break
from platformctl.records.event import Draft, Event, canonical
from platformctl.records.head import Head
from platformctl.records.kept_table import collect
from platformctl.records.lease import Lease
from platformctl.records.lease_table import prove_fence
from platformctl.records.refusals import RecordsDamaged
from platformctl.records.sql import Database, Session
from platformctl.records.uncollected import uncollected

_EVENT = "stack, seq, at, id, run, type, body, prev, hash"
_ADD_EVENT = f"insert into event ({_EVENT}) values (?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - a constant
_OF_STACK = f"select {_EVENT} from event where stack = ?"  # noqa: S608
_BY_ID = f"select {_EVENT} from event where id = ?"  # noqa: S608
_COUNT = "select count(*) from event where stack = ? and seq < ?"
_CUT = "delete from event where stack = ? and seq < ?"
_PUT_HEAD = """insert into head (stack, seq, body) values (?, ?, ?)
    on conflict (stack) do update set seq = excluded.seq, body = excluded.body"""
_STACKS = "select stack from event where stack like ? union select stack from head where stack like ?"
_HEADS = "select body from head where stack like ?"

Row = tuple[str, int, str, str, str, str, str, str, str]


class Ledger:
    """The events of all stacks, and their heads."""

    def __init__(self, database: Database, clock: Callable[[], str]) -> None:
        """Take the database and what says the time."""
        self._database = database
        self._clock = clock

    def append(self, draft: Draft, lease: Lease | None = None) -> Event:
        """Chain the draft to its stack's events and move the head; a draft already recorded is returned."""
        with self._database.writing(draft.stack) as connection:
            if known := connection.execute(_BY_ID, (draft.id,)).fetchone():
                return same(_event(known), draft)
            if lease:
                prove_fence(connection, lease)
            event, head = added(draft, _head(connection, draft.stack), self._clock())
            connection.execute(_ADD_EVENT, _row(event))
            put_head(connection, head)
            collect(connection, head)
            return event

    def events(self, stack: str, newest: int | None = None) -> tuple[Event, ...]:
        """Return the stack's events, oldest first."""
        limit = "" if newest is None else f" limit {newest:d}"
        with self._database.reading() as connection:
            rows = connection.execute(f"{_OF_STACK} order by seq desc{limit}", (stack,)).fetchall()
        with uncollected():
            return tuple(_event(row) for row in reversed(rows))

    def verify_chain(self, stack: str) -> Break | None:
        """Name the first place where the chain does not hold."""
        with self._database.reading() as connection:
            rows = connection.execute(f"{_OF_STACK} order by seq", (stack,))
            return first_break(stack, _readable(rows), _head(connection, stack, damaged_is_none=True))

    def head(self, stack: str) -> Head | None:
        """Return the stack's head."""
        with self._database.reading() as connection:
            return _head(connection, stack)

    def heads(self, environment: str | None = None) -> tuple[Head, ...]:
        """Return all heads, or those of one environment, sorted."""
        with self._database.reading() as connection:
            rows = connection.execute(_HEADS, (f"{environment}/%" if environment else "%",)).fetchall()
        with uncollected():
            return tuple(sorted((_parsed_head(row[0]) for row in rows), key=lambda head: head.stack))

    def stacks(self, environment: str | None = None) -> tuple[str, ...]:
        """Return every stack that has a head or events, readable or not, sorted."""
        which = f"{environment}/%" if environment else "%"
        with self._database.reading() as connection:
            rows = connection.execute(_STACKS, (which, which)).fetchall()
        return tuple(sorted(str(row[0]) for row in rows))

    def cut(self, lease: Lease, before: int) -> int:
        """Remove the events before a checkpoint."""
        with self._database.writing(lease.stack) as connection:
            prove_fence(connection, lease)
            row = connection.execute(f"{_OF_STACK} and seq = ?", (lease.stack, before)).fetchone()
            if row is None or _event(row).type != "checkpoint":
                raise PlatformError(
                    "There is no checkpoint to cut before",
                    detail=f"{lease.stack}: event {before} is none. Nothing was removed.",
                    hint=f"platformctl history {lease.stack}",
                )
            count = connection.execute(_COUNT, (lease.stack, before)).fetchone()[0]
            connection.execute(_CUT, (lease.stack, before))
            return int(count)

    def rebuild_head(self, stack: str) -> Head | None:
        """Derive the head from the events again."""
        with self._database.writing(stack) as connection:
            rows = connection.execute(f"{_OF_STACK} order by seq", (stack,))
            head = folded(stack, None, (_event(row) for row in rows))
            if head:
                put_head(connection, head)
            return head


def put_events(connection: Session, events: Iterable[Event]) -> None:
    """Write events as they are."""
    connection.executemany(_ADD_EVENT, [_row(event) for event in events])


def put_head(connection: Session, head: Head) -> None:
    """Write where a stack stands."""
    connection.execute(_PUT_HEAD, (head.stack, head.seq, canonical(head.model_dump(mode="json"))))


def _head(connection: Session, stack: str, *, damaged_is_none: bool = False) -> Head | None:
    row = connection.execute("select body from head where stack = ?", (stack,)).fetchone()
    try:
        return _parsed_head(row[0]) if row else None
    except RecordsDamaged:
        if damaged_is_none:
            return None
        raise


def _parsed_head(body: str) -> Head:
    try:
        return Head.model_validate_json(body)
    except ValidationError as error:
        raise damaged("A head is not what platformctl writes", "platformctl history verify") from error


def _row(event: Event) -> Row:
    body = canonical(event.body)
    return (event.stack, event.seq, event.at, event.id, event.run, event.type, body, event.prev, event.hash)


def events_in(connection: Session, stack: str) -> tuple[Event, ...]:
    """Read all events of a stack, oldest first."""
    return tuple(_event(row) for row in connection.execute(f"{_OF_STACK} order by seq", (stack,)))


def _event(row: Row) -> Event:
    parsed = _read(row)
    if isinstance(parsed, Break):
        raise damaged(f"{parsed.stack}: {parsed.reason}", f"platformctl history {parsed.stack}")
    return parsed


def _readable(rows: Iterable[Row]) -> Iterable[Event | Break]:
    return (_read(row) for row in rows)


def _read(row: Row) -> Event | Break:
    fields = dict(zip(_EVENT.split(", "), row, strict=True))
    try:
        return Event.model_validate({**fields, "body": json.loads(row[6])})
    except ValueError:  # pydantic's and json's complaints are ValueErrors
        return Break(row[0], row[1], f"event {row[1]} is not what platformctl writes")
