"""Reviews in SQL: one for a stack, its digest and a commit; the first one stays."""

from collections.abc import Iterator, Sequence

from platformctl.records.review import MOST, Review, others, read_reviews, readable, write_review
from platformctl.records.schema import META
from platformctl.records.sql import Database, Session

_PUT = """insert into review (stack, digest, commit_id, at, body) values (?, ?, ?, ?, ?)
    on conflict (stack, digest, commit_id) do nothing"""
_KEPT = "select body from review where stack = ? and digest = ? and commit_id = ?"
_READ = "select body from review where stack = ? order by at desc limit ?"
_SINCE = 4
"""Records of an earlier version have no such table, and nothing was reviewed there."""


class ReviewTable:
    """The reviews of all stacks."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    def keep(self, reviews: Sequence[Review]) -> tuple[Review, ...]:
        """Put those that are not there yet; return those that were, and say something else."""
        if not reviews:
            return ()
        with self._database.writing("reviews") as connection:
            connection.executemany(_PUT, [(*each.key, each.at, write_review(each).decode("ascii")) for each in reviews])
            return others(reviews, _kept(connection, reviews))

    def of_stack(self, stack: str) -> tuple[Review, ...]:
        """Return the stack's reviews, the newest first."""
        with self._database.reading() as connection:
            version = connection.execute(META).fetchone()
            if version is None or version[0] < _SINCE:
                return ()
            return read_reviews(stack, [str(body).encode() for (body,) in connection.execute(_READ, (stack, MOST))])


def _kept(connection: Session, reviews: Sequence[Review]) -> Iterator[Review]:
    for review in reviews:
        rows = connection.execute(_KEPT, review.key).fetchall()
        yield from readable([str(body).encode() for (body,) in rows])
