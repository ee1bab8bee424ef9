"""The records' tables in PostgreSQL: made with the first thing that is written, found again after a lost connection."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock

import psycopg

from platformctl.errors import PlatformError
from platformctl.records.postgres_errors import translated
from platformctl.records.postgres_link import Address, Link
from platformctl.records.schema import ADD_META, META, SCHEMA_VERSION, TABLES
from platformctl.records.sql import Nothing, Session
from platformctl.records.versions import grow, refuse_newer

_HAS_TABLES = """select exists (select from pg_class join pg_namespace on pg_namespace.oid = relnamespace
    where nspname = ? and relname = 'meta')"""
"""Asked of the tables: a transaction that waited for another's still has what it knew of names (`to_regclass`)."""
_HAS_SCHEMA = "select exists (select from pg_namespace where nspname = ?)"
_ENCODING = "select current_setting('server_encoding')"


class PostgresDatabase:
    """One connection, opened when it is first needed; any thread may use it, one at a time."""

    def __init__(self, address: Address, schema: str, project: str) -> None:
        """Take where the tables lie and whose they are; nothing is opened or made yet."""
        self._address = address
        self._schema = schema
        self._project = project
        self._turn = RLock()
        self._link: Link | None = None
        self._is_seen = False
        self._is_current = False

    @contextmanager
    def writing(self, *names: str) -> Iterator[Session]:
        """Run one transaction, alone among those with the same names; the tables are made when missing."""
        with self._turn, translated(self._address.where):
            link = self._begun("begin")
            with _ended(link):
                if not self._is_current:
                    self._bring_up(link)
                for name in names:
                    link.hold(name)
                yield link
            self._is_current = True

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Look at one moment of the records; tables that are not there look empty, and are not made."""
        with self.looking() as link:
            yield link if self._is_seen or self._look(link) else Nothing()

    @contextmanager
    def looking(self) -> Iterator[Link]:
        """Look at one moment of the whole database, whether there are records or not."""
        with self._turn, translated(self._address.where):
            link = self._begun("begin isolation level repeatable read read only")
            with _ended(link):
                yield link

    def close(self) -> None:
        """Close the connection, if it was opened."""
        with self._turn:
            if self._link:
                self._link.close()
            self._link, self._is_seen, self._is_current = None, False, False

    def _begun(self, begin: str) -> Link:
        """Begin a transaction; a connection that was lost since the last one is opened again, nothing was in it."""
        if self._link is not None and not self._link.is_lost:
            try:
                self._link.execute(begin)
            except psycopg.OperationalError:
                self.close()
            else:
                return self._link
        self.close()
        self._link = self._address.connect("platformctl", self._schema)
        self._link.execute(begin)
        return self._link

    def _look(self, link: Link) -> bool:
        """Tell whether there are tables, and refuse those that are another's or a newer version's."""
        if not link.execute(_HAS_TABLES, (self._schema,)).fetchall()[0][0]:
            return False
        refuse_newer(int(link.execute(META).fetchall()[0][0] or 0), self._where)
        self._refuse_other(link.execute("select max(project) from meta").fetchall()[0][0])
        self._is_seen = True
        return True

    def _bring_up(self, link: Link) -> None:
        """Make the tables, or bring those of an earlier version up to ours; others who begin just now wait."""
        link.hold(f"make {self._schema}")
        if self._look(link):
            grow(link)
        else:
            self._make(link)

    def _make(self, link: Link) -> None:
        encoding = link.execute(_ENCODING).fetchall()[0][0]
        if encoding != "UTF8":
            raise PlatformError(
                "The database can't hold every text",
                detail=f"{self._address.where} is encoded in {encoding}; states need UTF8. Nothing was made.",
                hint="createdb --encoding=UTF8 --template=template0 platformctl",
            )
        if not link.execute(_HAS_SCHEMA, (self._schema,)).fetchall()[0][0]:
            link.execute(f'create schema "{self._schema}"')
        for statement in TABLES:
            link.execute(statement)
        link.execute(ADD_META, (SCHEMA_VERSION, self._project))

    def _refuse_other(self, found: str) -> None:
        if found != self._project:
            raise PlatformError(
                "These records are another project's",
                detail=f"{self._where} belongs to {found or 'a project without a name'}; this is {self._project}. "
                "Choose another prefix for this project in platform.yaml.",
                hint="platformctl catalog      (reads platform.yaml: environments.ENV.state.postgres.prefix)",
            )

    @property
    def _where(self) -> str:
        return f"{self._address.where}, schema {self._schema}"


@contextmanager
def _ended(link: Link) -> Iterator[None]:
    """Commit what was begun, or undo it; a connection that is lost is left for the next transaction to replace."""
    try:
        yield
        link.execute("commit")
    except BaseException:
        if not link.is_lost and link.is_in_transaction:
            try:
                link.execute("rollback")
            except psycopg.Error:
                link.close()
        raise
