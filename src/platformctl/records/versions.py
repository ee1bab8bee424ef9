"""Records have a version: an earlier one grows with the first thing that is written, a later one is refused."""

from platformctl.errors import PlatformError
from platformctl.records.schema import META, SCHEMA_VERSION, STEPS
from platformctl.records.sql import Session


def grow(session: Session) -> None:
    """Bring records of an earlier version up to ours, within the session's transaction."""
    found = int(session.execute(META).fetchone()[0])
    for version in range(found + 1, SCHEMA_VERSION + 1):
        for statement in STEPS[version]:
            session.execute(statement)
        session.execute("update meta set version = ?", (version,))


def refuse_newer(found: int, where: str) -> None:
    """Stop before records of a version that we don't know: what we would write could break them."""
    if found > SCHEMA_VERSION:
        raise PlatformError(
            "The records were written by a newer platformctl",
            detail=f"{where} has version {found}; this platformctl knows versions up to {SCHEMA_VERSION}.",
            hint="pip install --upgrade platformctl",
        )
