"""One comment for each target, made once and then changed in place, however many pushes and jobs there are."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, Protocol

from platformctl.hosts.trouble import NotTaken, NotThere

Kept = Literal["made", "changed", "same", "none", "late"]
"""What became of the comment. `late`: somebody pushed since, so the newer job speaks."""
Body = Callable[[int], str]
"""Writes the comment in at most so many characters."""


@dataclass(frozen=True)
class Comment:
    """A comment of our own. What it says is compared with what it shall say, and used for nothing else."""

    id: str
    number: int
    """Grows with each comment."""
    body: str


class Comments(Protocol):
    """The comments of a pull request."""

    limit: int
    """Characters that a comment may have, with slack."""

    def mine(self, marker: str) -> Iterable[Comment]:
        """Return those that begin with the marker and that the token's own identity wrote."""

    def create(self, body: str) -> None:
        """Add one."""

    def change(self, comment: Comment, body: str) -> None:
        """Put another text in its place."""

    def remove(self, comment: Comment) -> None:
        """Take one away."""

    def is_late(self) -> bool:
        """Say whether the pull request has another head by now than the one that was planned."""


def marker_of(target: str) -> str:
    """Return the hidden line that a comment begins with."""
    return f"<!-- platformctl:plan:{target} -->"


def stick(comments: Comments, target: str, body: Body, *, silent: bool) -> Kept:
    """Bring the one comment up to date; `silent`: it is worth changing one, not making one.

    Jobs that make one at the same time look again afterwards: all keep the newest and remove the others. So one is
    left, and a request that was repeated because its answer got lost leaves no second one either.
    """
    try:
        return _stuck(comments, target, body, silent=silent)
    except NotThere:  # another job removed the one that we were about to change
        return _stuck(comments, target, body, silent=silent)


def _stuck(comments: Comments, target: str, body: Body, *, silent: bool) -> Kept:
    marker = marker_of(target)
    found = _in_order(comments, marker)
    if comments.is_late():
        return "late"
    if not found and silent:
        return "none"
    kept = _written(comments, found, lambda limit: f"{marker}\n{body(limit - len(marker) - 1)}")
    left = _in_order(comments, marker) if kept == "made" else found
    for extra in left[:-1]:
        comments.remove(extra)
    return kept


def _in_order(comments: Comments, marker: str) -> list[Comment]:
    return sorted(comments.mine(marker), key=lambda comment: comment.number)


def _written(comments: Comments, found: list[Comment], body: Body) -> Kept:
    """Write the text; a shorter one if the host finds it too long, as GitHub does for some below its own limit."""
    try:
        return _put(comments, found, body(comments.limit))
    except NotTaken:
        return _put(comments, found, body(comments.limit // 2))


def _put(comments: Comments, found: list[Comment], body: str) -> Kept:
    if not found:
        comments.create(body)
        return "made"
    if found[-1].body.rstrip() == body.rstrip():
        return "same"
    comments.change(found[-1], body)
    return "changed"
