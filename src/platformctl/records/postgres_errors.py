"""Says in our words what PostgreSQL and the way to it refuse; passwords are in none of them."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from platformctl.errors import Busy, PlatformError
from platformctl.records.refusals import RecordsDamaged, StoreLost

_SAFE = "What was recorded before is kept."
_FULL = ("The database's disk is full", "", "df -h      (on the database's host)")
_DENIED = (
    "The database denies a right",
    " The rights that the store needs are in docs/howto/platform-engineer.md.",
    "psql -c '\\dn+' -c '\\dp'      (as the database's owner)",
)
_READ_ONLY = (
    "The database takes no writes",
    " It is a standby, or is set to read only.",
    "psql -c 'select pg_is_in_recovery()'",
)
_REFUSALS = {"53100": _FULL, "42501": _DENIED, "25006": _READ_ONLY}
_BUSY = {"55P03", "57014", "40P01", "40001", "53300", "53200"}
_DAMAGED = ("XX", "42P01", "42703", "3F000")
_LOST = ("08", "57P")


@contextmanager
def translated(where: str) -> Iterator[None]:
    """Turn the driver's errors about the records at `where` (host and database) into ours."""
    try:
        yield
    except psycopg.Error as error:
        raise _ours(error, where) from error


def cannot_connect(error: psycopg.Error, where: str, command: str) -> PlatformError:
    """Say why no connection came about; `command` tries the same by hand."""
    if _was_asked_for_password(error):
        return PlatformError(
            "The database does not let us in",
            detail=f"{where}: {_words(error)}. Nothing was done. A password comes from PGPASSWORD, ~/.pgpass or the "
            "variable that platform.yaml names.",
            hint=command,
        )
    if "FATAL:" in str(error) and not _is_coming_or_going(error):
        return PlatformError(
            "The database does not let us in", detail=f"{where}: {_words(error)}. Nothing was done.", hint=command
        )
    return StoreLost("The database can't be reached", detail=f"{where}: {_words(error)}. {_SAFE}", hint=command)


def _was_asked_for_password(error: psycopg.Error) -> bool:
    """Claim that the server wanted a password, and got none or a wrong one."""
    at = error.pgconn
    return at is not None and bool(at.needs_password or (at.used_password and "password" in str(error)))


def _is_coming_or_going(error: psycopg.Error) -> bool:
    """Claim that the server is being started or stopped: asking again helps."""
    return any(word in str(error) for word in ("starting up", "shutting down", "recovery", "too many clients"))


def _ours(error: psycopg.Error, where: str) -> PlatformError:
    code = error.sqlstate or ""
    told = f"{where}: {_words(error)}. {_SAFE}"
    if code in _REFUSALS:
        summary, more, hint = _REFUSALS[code]
        return PlatformError(summary, detail=f"{told}{more}", hint=hint)
    if code in _BUSY:
        return Busy("The records are busy", detail=told)
    if code.startswith(_DAMAGED):
        return RecordsDamaged("The records are damaged", detail=f"{told} Nothing was changed.")
    if code.startswith(_LOST) or (not code and isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)):
        return StoreLost("The database was lost", detail=told)
    return PlatformError("The records can't be used", detail=told)


def _words(error: psycopg.Error) -> str:
    """Return the first sentence of what the server or the driver says; values of a statement are in the later ones."""
    first = error.diag.message_primary or next(iter(str(error).splitlines()), "") or type(error).__name__
    return first.strip().rstrip(".")
