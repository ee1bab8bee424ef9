"""Kept files in SQL: each content once, a manifest per run; what no head names any more goes."""

from collections.abc import Sequence

from platformctl.records.head import Head
from platformctl.records.kept import KeptFiles, KeptMark, manifest_of, mark_of, proven, sha256
from platformctl.records.lease import Lease
from platformctl.records.lease_table import prove_fence
from platformctl.records.sql import Database, Session

_ADD_CONTENT = "insert into kept_content (digest, content) values (?, ?) on conflict (digest) do nothing"
_ADD_FILE = "insert into kept_file (stack, run, path, digest) values (?, ?, ?, ?)"
_FORGET = "delete from kept_file where stack = ? and run = ?"
_FORGET_OTHERS = "delete from kept_file where stack = ? and run <> ?"
_FORGOTTEN = "select distinct digest from kept_file where stack = ? and run <> ?"
_COLLECT = """delete from kept_content where digest = ?
    and not exists (select 1 from kept_file where kept_file.digest = kept_content.digest)"""
_READ = """select path, content from kept_file join kept_content on kept_content.digest = kept_file.digest
    where stack = ? and run = ? order by path"""

_CONTENTS = "kept contents"
"""Contents are shared between stacks: who adds one and who lets one go take turns, or one would go that is needed."""


class KeptTable:
    """The files of the last applied and of the unfinished run of each stack."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    def keep(self, lease: Lease, files: KeptFiles) -> KeptMark:
        """Keep the files of the lease's run, all or none; may be repeated."""
        with self._database.writing(lease.stack) as connection:
            prove_fence(connection, lease)
            return put_files(connection, lease.stack, lease.holder.run, files)

    def read(self, stack: str, mark: KeptMark) -> KeptFiles:
        """Return the files of a run, proven."""
        with self._database.reading() as connection:
            found = connection.execute(_READ, (stack, mark.run)).fetchall()
        return proven(stack, mark, {str(path): bytes(content) for path, content in found})


def put_files(connection: Session, stack: str, run: str, files: KeptFiles) -> KeptMark:
    """Write the files of a run in the place of those that it kept before."""
    connection.hold(_CONTENTS)
    connection.execute(_FORGET, (stack, run))
    connection.executemany(_ADD_CONTENT, [(sha256(content), content) for content in files.values()])
    manifest = manifest_of(files)
    connection.executemany(_ADD_FILE, [(stack, run, path, digest) for path, digest in manifest.items()])
    return mark_of(run, manifest)


def collect(connection: Session, head: Head) -> None:
    """Let go of what is no longer needed once a run has ended: all but the files that the stack's head names.

    In the transaction that moves the head, so that nothing can be kept, or asked for, in between.
    """
    if head.unfinished is None:
        forget_files(connection, head.stack, but=head.kept.run if head.kept else "")


def forget_files(connection: Session, stack: str, but: str = "") -> None:
    """Remove the files of all runs of a stack but one, and the contents that nobody else has."""
    forgotten: Sequence[Sequence[object]] = connection.execute(_FORGOTTEN, (stack, but)).fetchall()
    if forgotten:
        connection.hold(_CONTENTS)
        connection.execute(_FORGET_OTHERS, (stack, but))
        connection.executemany(_COLLECT, forgotten)
