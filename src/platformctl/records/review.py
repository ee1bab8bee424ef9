"""What a plan in a pull request showed of a stack, kept for the apply after the merge: never read back as a verdict.

Whoever may preview may write here, so what is read is taken for what somebody said, and held against its own digest.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated

from pydantic import Field, JsonValue, StringConstraints, ValidationError

from platformctl.model import Model
from platformctl.records.event import canonical

MOST = 100
"""Reviews of one stack that are looked at, the newest ones."""
LARGEST = 4 * 1024 * 1024
"""Bytes of one review; what is larger is no review."""
_Commit = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{40}([0-9a-f]{24})?$")]
_Digest = Annotated[str, StringConstraints(pattern=r"^sha256:[0-9a-f]{64}$")]
_Stack = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,30}(/[a-z][a-z0-9-]{1,30}){2}$")]
_Address = Annotated[str, StringConstraints(pattern=r"^[!-~]{0,500}$")]
_Number = Annotated[str, StringConstraints(pattern=r"^[0-9]{0,18}$")]
_Time = Annotated[str, StringConstraints(pattern=r"^[0-9T:.+-]{1,40}$")]
_Word = Annotated[str, StringConstraints(max_length=500)]


class Review(Model):
    """The meaning of a plan as it was shown, who had it planned, and where."""

    stack: _Stack
    digest: _Digest
    """The stack's: over rendered files, module and packs."""
    commit: _Commit
    """HEAD of the job; a squash or the host's own merge commit makes it one that the branch never has."""
    request: _Word = ""
    """SHA-256 of request.yaml."""
    meaning: dict[str, JsonValue]
    """What the plan comes to (`workflows/fingerprint.py`); redacted."""
    beside: Annotated[tuple[_Stack, ...], Field(max_length=1000)] = ()
    """The producers that were planned in the same command: what they hand out may be known only after their apply."""
    who: _Word = ""
    pipeline: _Address = ""
    """The address of the CI run."""
    pull_request: _Number = ""
    at: _Time

    @property
    def fingerprint(self) -> str:
        """Return the digest of the meaning."""
        return fingerprint_of(self.meaning)

    @property
    def key(self) -> tuple[str, str, str]:
        """Return what there is one review of."""
        return (self.stack, self.digest, self.commit)

    def says_another(self, other: "Review") -> bool:
        """Claim that two reviews of one key saw different things."""
        return self.fingerprint != other.fingerprint


def fingerprint_of(meaning: object) -> str:
    """Return the digest of a meaning, as people see it."""
    return f"fp:{hashlib.sha256(canonical(meaning).encode('ascii')).hexdigest()}"


def write_review(review: Review) -> bytes:
    """Write a review as it lies in the store."""
    return canonical(review.model_dump(mode="json")).encode("ascii")


def read_reviews(stack: str, contents: Iterable[bytes]) -> tuple[Review, ...]:
    """Return the reviews of a stack, the newest first; what is none, or one of another stack, is as if not there."""
    found = [review for review in readable(contents) if review.stack == stack]
    return tuple(sorted(found, key=lambda review: (review.at, review.commit), reverse=True))[:MOST]


def readable(contents: Iterable[bytes]) -> Iterator[Review]:
    """Yield what is a review."""
    for content in contents:
        try:
            if len(content) <= LARGEST:
                review = Review.model_validate_json(content)
                canonical(review.meaning)  # ValueError: pydantic takes Infinity for JSON
                yield review
        except (ValidationError, ValueError, RecursionError):
            continue


def others(wanted: Sequence[Review], kept: Iterable[Review]) -> tuple[Review, ...]:
    """Return those that are kept under the key of a wanted one, and say something else."""
    first = {review.key: review for review in kept}
    return tuple(first[one.key] for one in wanted if one.key in first and one.says_another(first[one.key]))
