"""Finds which of a stack's reviews is about what lies here: after a squash, no commit tells."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from platformctl.errors import PlatformError
from platformctl.records.review import Review
from platformctl.stacks.stack_id import StackId
from platformctl.workflows.at_hand import at_hand
from platformctl.workflows.fingerprint import Meaning
from platformctl.workflows.ports import Ports
from platformctl.workflows.reviewing import request_digest

LOOKED_AT = 10
"""Reviews whose commits are looked for in the history."""


@dataclass(frozen=True)
class Known:
    """What was known of a stack before anything began."""

    digest: str
    """As it lies in the branch: producers in the same command may fill it anew."""
    review: Review | None


@dataclass(frozen=True)
class Here:
    """What the branch says of a stack, which a review can be of."""

    digest: str
    request: str
    applied: str
    """When it was applied last; empty for never."""
    contains: Callable[[str], bool]
    """Says whether a commit is in the history."""


def known_of(stack_id: StackId, ports: Ports) -> Known | None:
    """Find the review of a stack; one that can't be read is told in its turn."""
    try:
        stack = at_hand(stack_id, ports)
    except PlatformError:
        return None
    history, head = ports.commits(), ports.records().head(str(stack_id))
    applied = head.last_applied.ended if head and head.last_applied else ""
    here = Here(stack.digest, request_digest(stack, ports), applied, history.contains if history else _nowhere)
    return Known(stack.digest, chosen(here, ports.records().reviews(str(stack_id))))


def _nowhere(_commit: str) -> bool:
    return False


def chosen(here: Here, reviews: Sequence[Review]) -> Review | None:
    """Return the review of a stack as it lies here, out of those that there are, the newest first.

    One of a commit in the history counts before the others, which squashing leaves behind. Where there is none of
    this digest, nothing can be applied by review; one of the same request, or since the last apply, says what differs.
    """
    readable = [review for review in reviews if meaning_in(review)]
    same = [review for review in readable if review.digest == here.digest]
    merged = next((review for review in same[:LOOKED_AT] if here.contains(review.commit)), None)
    related = (review for review in readable if review.request == here.request or review.at > here.applied)
    return merged or next(iter(same), None) or next(related, None)


def meaning_in(review: Review) -> Meaning | None:
    """Read the meaning that a review holds; None for one that this version would not write, or of another stack."""
    try:
        meaning = Meaning.model_validate(review.meaning)
    except ValidationError:
        return None
    is_own = (meaning.stack, meaning.digest) == (review.stack, review.digest)
    return meaning if is_own and meaning.fingerprint == review.fingerprint else None
