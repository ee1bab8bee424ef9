"""Whether a pattern says all of a text: `^a|b$` begins and ends well and still lets half of anything through."""

import re
from collections.abc import Iterator

_PIECE = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?[a-zA-Z-]+[:)]|.", re.DOTALL)
"""An escape, a class of characters, a group of flags, or one character."""


def why_not_whole(pattern: str) -> str:
    """Return what lets a pattern fit a part of a text; nothing when it always means the whole."""
    if not _is_anchored(pattern):
        return "has a pattern that does not begin with ^ and end with $."
    pieces = list(_outside(pattern))
    if "|" in pieces:
        return "has a pattern with | outside of brackets: ^a|b$ fits more than a and b; write ^(a|b)$."
    if any(piece.startswith("(?") for piece in pieces):
        return "has a pattern with flags, which change what ^ and $ mean."
    return ""


def _is_anchored(pattern: str) -> bool:
    pieces = _PIECE.findall(pattern)
    return len(pieces) > 1 and pieces[0] == "^" and pieces[-1] == "$"


def _outside(pattern: str) -> Iterator[str]:
    """Yield the pieces that no group holds, and the beginning of every group of flags."""
    depth = 0
    for piece in _PIECE.findall(pattern):
        if piece.startswith("(?"):
            yield piece
        if piece.startswith("("):
            depth += 1
        if piece == ")" or (piece.endswith(")") and piece.startswith("(")):
            depth -= 1
        elif depth == 0:
            yield piece
