"""Reviews in a bucket: the only objects that a role which previews may put, each once."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from platformctl.records.object_bucket import AT_ONCE, Objects
from platformctl.records.review import MOST, Review, others, read_reviews, readable, write_review


class ObjectReviews:
    """The reviews of all stacks, below each stack's own key."""

    def __init__(self, objects: Objects) -> None:
        """Take the bucket."""
        self._objects = objects
        self._bucket = objects.bucket

    def keep(self, reviews: Sequence[Review]) -> tuple[Review, ...]:
        """Put those that are not there yet; return those that were, and say something else."""
        if not reviews:
            return ()
        with ThreadPoolExecutor(min(AT_ONCE, len(reviews))) as pool:
            there = [review for review, is_new in zip(reviews, pool.map(self._put, reviews), strict=True) if not is_new]
        kept = self._objects.get_all(self._bucket.review(*review.key) for review in there)
        return others(there, readable(each.content for each in kept))

    def of_stack(self, stack: str) -> tuple[Review, ...]:
        """Return the stack's reviews, the newest first."""
        entries = sorted(self._objects.list(self._bucket.reviews(stack)), key=lambda one: (one.modified, one.key))
        found = self._objects.get_all(entry.key for entry in entries[-MOST:])
        return read_reviews(stack, [each.content for each in found])

    def forget(self, stack: str) -> None:
        """Let go of a stack's reviews."""
        self._objects.delete(*(entry.key for entry in self._objects.list(self._bucket.reviews(stack))))

    def _put(self, review: Review) -> bool:
        return self._objects.put_new(self._bucket.review(*review.key), write_review(review)) is not None
