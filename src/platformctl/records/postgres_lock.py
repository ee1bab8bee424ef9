"""Terraform's own lock on a state in PostgreSQL, held by a session of its own for as long as a lease is held."""

from dataclasses import dataclass

from platformctl.records.lease import Holder
from platformctl.records.lock_note import LockNote
from platformctl.records.postgres_link import Address, Link, cut
from platformctl.records.sql import Session

_TRY = "select pg_try_advisory_lock(?)"
_FREE = "select pg_advisory_unlock(?)"
_OWNED = """from pg_locks as held join pg_stat_activity as session on session.pid = held.pid
    where held.locktype = 'advisory' and held.granted and held.objsubid = 1
    and held.database = (select oid from pg_database where datname = current_database())
    and (held.classid::bigint << 32) | held.objid::bigint = ?"""
_OWNER = f"""select session.application_name, session.usename, host(session.client_addr), session.backend_start::text
    {_OWNED}"""
_END = f"select pg_terminate_backend(session.pid) {_OWNED} and session.application_name = ?"
_RENEW = """update lease set expires = extract(epoch from clock_timestamp()) + ?
    where stack = ? and fence = ? and holder is not null returning fence"""


@dataclass(frozen=True)
class Owner:
    """The session that holds a lock, as far as the server tells."""

    name: str
    user: str
    address: str
    since: str

    @property
    def is_ours(self) -> bool:
        """Claim that it is a platformctl's."""
        return self.name.startswith("platformctl ")

    @property
    def note(self) -> LockNote:
        """Say it as Terraform's own notes about locks do."""
        operation = self.name if self.is_ours else "the lock on its state is held"
        at = f"{self.user or 'somebody'}@{self.address or 'the database host'}"
        return LockNote(id="", operation=operation, who=at, created=self.since)


def session_name(holder: Holder) -> str:
    """Name the session of a holder, as the server's lists show it."""
    return cut(f"platformctl {holder.run}")


def owner_of(session: Session, number: int) -> Owner | None:
    """Tell who holds the lock."""
    row = session.execute(_OWNER, (number,)).fetchone()
    return Owner(*(word or "" for word in row)) if row else None


def end_session(session: Session, number: int, holder: Holder) -> None:
    """End the session by which this holder holds the lock; nobody else's."""
    session.execute(_END, (number, session_name(holder)))


def renewed(session: Session, stack: str, fence: int, seconds: float) -> bool:
    """Put off the end of a lease; False when it is no longer ours."""
    return session.execute(_RENEW, (seconds, stack, fence)).fetchone() is not None


class LockSession:
    """One holder's session."""

    def __init__(self, address: Address, holder: Holder, schema: str) -> None:
        """Open it."""
        self._address = address
        self._holder = holder
        self._schema = schema
        self.link: Link = address.connect(session_name(holder), schema)

    def take(self, number: int) -> bool:
        """Take the lock, at once or not at all."""
        return bool(self.link.execute(_TRY, (number,)).fetchall()[0][0])

    def free(self, number: int, *, locked: bool) -> None:
        """Let go of the lock, if it was taken."""
        if locked:
            self.link.execute(_FREE, (number,))

    def take_again(self, number: int) -> None:
        """Open a session in the place of one that was lost, and take the lock where nobody has it."""
        self.link.close()
        self.link = self._address.connect(session_name(self._holder), self._schema)
        self.take(number)

    def close(self) -> None:
        """Close it: the lock is free."""
        self.link.close()
