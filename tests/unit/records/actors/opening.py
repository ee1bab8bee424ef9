"""Opens the store that a test named to an actor: a folder, the address of a database, or of a place in a bucket."""

from pathlib import Path

from platformctl.records.local import LocalRecords
from platformctl.records.store import Records

LEASE_SECONDS = 2.0
"""On remote stores: actors are stopped for longer than that."""


def opened(store: str, home: Path) -> Records:
    """Open the store."""
    if store.startswith("http://"):
        return _in_a_bucket(store, home)
    if not store.startswith("postgresql://"):
        return LocalRecords(Path(store), home)
    from platformctl.records.postgres import PostgresRecords, SqlPlace

    return PostgresRecords(store, SqlPlace("acme/shop"), home, lease_seconds=LEASE_SECONDS)


def _in_a_bucket(store: str, home: Path) -> Records:
    from tests.objects import bucket_at

    from platformctl.records.objects import ObjectRecords

    address, bucket, prefix = store.rsplit("/", 2)
    return ObjectRecords(bucket_at(address, prefix, bucket), home, lease_seconds=LEASE_SECONDS)
