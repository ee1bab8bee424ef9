"""The place of a stack's state in PostgreSQL: made, read and written as Terraform's own pg backend does it.

Found at its source and tried against it: one schema per stack, a table `states`, one row for each workspace, ids from
one sequence for the whole database; the lock is an advisory one on the row's id.
"""

import hashlib
from dataclasses import dataclass

from platformctl.records.empty_state import new_empty_state, without_empty
from platformctl.records.refusals import StateMoved, StateUnreadable
from platformctl.records.sql import Session
from platformctl.records.succession import is_whole
from platformctl.records.waiting_file import digest

_SEQUENCE = "create sequence if not exists public.global_states_id_seq as bigint"
_TABLE = """create table if not exists {states} (
    id bigint not null default nextval('public.global_states_id_seq') primary key, name text unique, data text)"""
_INDEX = "create unique index if not exists states_by_name on {states} (name)"
_ADD = "insert into {states} (name, data) values ('default', ?) on conflict (name) do nothing"
_READ = "select data from {states} where name = 'default'"
_ID = "select id from {states} where name = 'default'"
_PUT = """update {states} set data = ? where name = 'default'
    and encode(sha256(convert_to(data, 'UTF8')), 'hex') in (?, ?) returning id"""
_WRITE = "update {states} set data = ? where name = 'default'"
_TOUCH = "update {states} set data = data where name = 'default'"
_REMOVE = "delete from {states} where name = 'default'"
CREATION = -1
"""What Terraform locks in the whole database while it works on a state that has no row yet."""
_TRY_CREATION = f"select pg_try_advisory_xact_lock({CREATION})"
_HAS_SCHEMA = "select exists (select from pg_namespace where nspname = ?)"
_HAS_TABLE = "select to_regclass(?) is not null"
_HAS_SEQUENCE = "select to_regclass('public.global_states_id_seq') is not null"


@dataclass(frozen=True)
class StatePlace:
    """Where one stack's state lies."""

    stack: str
    prefix: str

    @property
    def schema(self) -> str:
        """Return the schema that backend.tf names."""
        return f"{self.prefix}_{hashlib.sha256(self.stack.encode()).hexdigest()[:16]}"

    def make(self, session: Session) -> int | None:
        """Make what is missing, an empty state with it; return the id that the lock is on.

        None while Terraform works on a state without a row, whichever: it could be this one, and has no other lock.
        """
        if (found := self.number(session)) is not None:
            return found
        session.hold("make states")
        if not session.execute(_TRY_CREATION).fetchone()[0]:
            return None
        self._make(session)
        session.execute(self._in(_ADD), (new_empty_state().decode(),))
        return self.number(session)

    def read(self, session: Session) -> bytes:
        """Return the state; nothing where there is none, or only an empty one of ours."""
        content = without_empty(self.stored(session))
        if not is_whole(content):
            raise StateUnreadable("The state does not parse", detail=f"{self.schema}.states was changed by hand.")
        return content

    def stored(self, session: Session) -> bytes:
        """Return what lies there, to the byte."""
        row = session.execute(self._in(_READ)).fetchone() if self._is_there(session) else None
        return (row[0] or "").encode() if row else b""

    def number(self, session: Session) -> int | None:
        """Return the id that the lock is on; None before there is a state."""
        row = session.execute(self._in(_ID)).fetchone() if self._is_there(session) else None
        return int(row[0]) if row else None

    def touch(self, session: Session) -> None:
        """Prove the right to write, and change nothing."""
        session.execute(self._in(_TOUCH))

    def put(self, session: Session, content: bytes, *, over: bytes) -> None:
        """Make this the state, if what lies there is what it follows, or this already."""
        known = (content.decode(), digest(over), digest(content))
        if session.execute(self._in(_PUT), known).fetchone() is None:
            raise StateMoved(
                "The state was changed under our lease",
                detail=f"{self.stack}: {self.schema}.states is not what we left there. Nothing was written over it.",
            )

    def write(self, session: Session, content: bytes) -> None:
        """Make this the state, whatever lies there."""
        session.execute(self._in(_WRITE), ((content or new_empty_state()).decode(),))

    def remove(self, session: Session) -> None:
        """Remove the state."""
        session.execute(self._in(_REMOVE))

    def _make(self, session: Session) -> None:
        if not session.execute(_HAS_SCHEMA, (self.schema,)).fetchone()[0]:
            session.execute(f'create schema "{self.schema}"')
        if not session.execute(_HAS_SEQUENCE).fetchone()[0]:
            session.execute(_SEQUENCE)
        session.execute(self._in(_TABLE))
        session.execute(self._in(_INDEX))

    def _is_there(self, session: Session) -> bool:
        return bool(session.execute(_HAS_TABLE, (self._in("{states}"),)).fetchone()[0])

    def _in(self, statement: str) -> str:
        return statement.format(states=f'"{self.schema}".states')
