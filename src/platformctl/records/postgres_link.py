"""Connections to PostgreSQL that never wait for ever: opened, named, and told how long anything may take."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from zlib import crc32

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from platformctl.errors import Usage
from platformctl.records.postgres_errors import cannot_connect

CONNECT_SECONDS = 10
ANSWER_SECONDS = 40.0
"""How long we wait for an answer before we take the server for lost; its own limits below are shorter."""
_LIMITS = {
    "statement_timeout": "30s",
    "lock_timeout": "15s",
    "idle_in_transaction_session_timeout": "15s",
    "client_min_messages": "warning",
    "standard_conforming_strings": "on",
}
"""A client that is stopped in a transaction keeps its stack's writers waiting: its transaction is ended for it."""
_NETWORK = {
    "connect_timeout": str(CONNECT_SECONDS),
    "keepalives": "1",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "25000",
    "client_encoding": "UTF8",
}
_OURS = 0x706C6174
"""The first number of our advisory locks ("plat"); Terraform's have one number only and can't meet them."""
_NAME_BYTES = 63


class _Patient(psycopg.Connection[tuple[Any, ...]]):
    """A connection on which no answer is waited for without end."""

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """Wait as the driver does, but not for ever."""
        return super().wait(gen, interval, ANSWER_SECONDS if timeout is None else timeout)


@dataclass(frozen=True)
class Address:
    """Where a database is, and how it is called where people read it."""

    url: str
    where: str
    command: str
    """Tries the same by hand."""

    @classmethod
    def of(cls, url: str) -> "Address":
        """Read an address; Usage when it makes no sense."""
        try:
            told = conninfo_to_dict(url)
        except psycopg.Error:
            raise Usage(
                "This is no address of a PostgreSQL database",
                detail="What platform.yaml names is not of the form postgresql://USER@HOST/DATABASE.",
            ) from None  # the cause quotes the address, which may hold a password
        host = f"{told.get('host') or 'localhost'}:{told.get('port') or 5432}"
        database, user = told.get("dbname") or "", told.get("user") or ""
        at = f" -U {user}" if user else ""
        command = f"psql -h {told.get('host') or 'localhost'} -p {told.get('port') or 5432}{at} {database}".strip()
        return cls(url, f"{host}/{database}", command)

    def connect(self, name: str, search_path: str) -> "Link":
        """Open a connection that the server's lists show under this name."""
        conninfo = make_conninfo(self.url, **{**_NETWORK, **_said(self.url)}, application_name=cut(name))
        try:
            link = _Patient.connect(conninfo, autocommit=True, prepare_threshold=None)
        except psycopg.Error as error:
            raise cannot_connect(error, self.where, self.command) from error
        try:
            _set(link, {**_LIMITS, "search_path": f'"{search_path}"'})
        except BaseException:
            link.close()
            raise
        return Link(link)


def _set(link: _Patient, settings: Mapping[str, str]) -> None:
    """Set a session's settings in one round trip."""
    terms = ", ".join("set_config(%s, %s, false)" for _ in settings)
    link.execute(f"select {terms}".encode(), [word for setting in settings.items() for word in setting])


class Link:
    """A connection, with statements written as both databases understand them."""

    def __init__(self, connection: psycopg.Connection[tuple[Any, ...]]) -> None:
        """Take the driver's connection."""
        self._connection = connection

    def execute(self, statement: str, values: Sequence[object] = (), /) -> psycopg.Cursor[tuple[Any, ...]]:
        """Run a statement."""
        return self._connection.execute(_in_its_words(statement), values or None)

    def executemany(self, statement: str, rows: Iterable[Sequence[object]], /) -> None:
        """Run a statement once for each row of values."""
        self._connection.cursor().executemany(_in_its_words(statement), list(rows))

    def hold(self, name: str) -> None:
        """Keep others who hold the same name waiting until this transaction ends."""
        self.execute(f"select pg_advisory_xact_lock({_OURS}, {lock_number(name)})")

    @property
    def is_lost(self) -> bool:
        """Claim that the connection is of no use any more."""
        return self._connection.closed or self._connection.broken

    @property
    def is_in_transaction(self) -> bool:
        """Claim that a transaction was begun and not ended."""
        return self._connection.info.transaction_status != psycopg.pq.TransactionStatus.IDLE

    def close(self) -> None:
        """Close it; what it held is free."""
        self._connection.close()


def lock_number(name: str) -> int:
    """Number a name as the second number of a lock; two names that share one only wait for each other."""
    return crc32(name.encode()) - 2**31


def cut(name: str) -> str:
    """Cut a session's name to what the server keeps of it."""
    return name.encode()[:_NAME_BYTES].decode("utf-8", "ignore")


def _said(url: str) -> dict[str, Any]:
    """Return the network's settings that the address has words of its own for."""
    return {name: value for name, value in conninfo_to_dict(url).items() if name in _NETWORK and value is not None}


@lru_cache(maxsize=256)
def _in_its_words(statement: str) -> bytes:
    return statement.replace("?", "%s").encode()
