"""A structured attribute as the leaves that differ: the one number of a rule, the one word of a policy.

Only what may be shown whole is taken apart: a side that is masked or unknown stays as it is.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import zip_longest
from typing import Any

from platformctl.terraform.redaction import ABSENT, AttributeChange, Side, same

DEEPEST = 30
"""What lies deeper is told whole."""


def leaves(change: AttributeChange, mask: Callable[[str], str]) -> Iterator[AttributeChange]:
    """List the leaves that differ; the attribute itself, where it has none or only their order differs."""
    sides = (change.before, change.after)
    if any(side.kind not in {"known", "absent"} for side in sides):
        yield change
        return
    before, after = (_opened(side.value, mask) for side in sides)
    found = _Leaves(change.path, before, after).walk() if _is_structured(before, after) else iter(())
    first = next(found, change)
    yield first
    yield from found


class _Leaves:
    """Two values at one path, and how deep that is."""

    def __init__(self, path: str, before: Any, after: Any, depth: int = 0) -> None:
        self.path, self.before, self.after, self.depth = path, before, after, depth

    def walk(self) -> Iterator[AttributeChange]:
        """List where they differ."""
        if same(self.before, self.after):
            return
        inner = self._parts() if self.depth < DEEPEST else iter(())
        found = (leaf for part in inner for leaf in part.walk())
        first = next(found, None)
        yield first or AttributeChange(self.path, _side(self.before), _side(self.after))
        yield from found

    def _parts(self) -> Iterator["_Leaves"]:
        """Give the parts to compare; none where the two are no such structures."""
        sides = [side for side in (self.before, self.after) if side is not None]
        if all(isinstance(side, Mapping) for side in sides):
            yield from self._keys()
        elif all(isinstance(side, list) for side in sides):
            yield from self._members()

    def _keys(self) -> Iterator["_Leaves"]:
        before, after = self.before or {}, self.after or {}
        for key in sorted({*before, *after}):
            yield from self._part(key, before.get(key), after.get(key))

    def _members(self) -> Iterator["_Leaves"]:
        """Pair what is on one side only, in order: a member that moved, or behind which others moved, is no change."""
        for before, after in zip_longest(*_only_once(self.before or [], self.after or [])):
            number = (after or before)[0]
            yield from self._part(str(number), before and before[1], after and after[1])

    def _part(self, key: str, before: Any, after: Any) -> Iterator["_Leaves"]:
        """Give one part; of what is wholly new or gone, only what says something."""
        one_sided = self.before is None or self.after is None
        if not (one_sided and all(side is None or side in ([], {}) for side in (before, after))):
            yield _Leaves(f"{self.path}.{key}", before, after, self.depth + 1)


def _only_once(before: list[Any], after: list[Any]) -> tuple[list[tuple[int, Any]], list[tuple[int, Any]]]:
    """Return the members that only the one list has, with their places, and those that only the other has."""
    was, now = ([json.dumps(member, sort_keys=True) for member in members] for members in (before, after))
    return _beyond(before, was, now), _beyond(after, now, was)


def _beyond(members: list[Any], keys: list[str], others: list[str]) -> list[tuple[int, Any]]:
    """Return the members whose keys come more often than they do among the others."""
    left, there = [], Counter(others)
    for number, (member, key) in enumerate(zip(members, keys, strict=True)):
        there[key] -= 1
        if there[key] < 0:
            left.append((number, member))
    return left


def _side(value: Any) -> Side:
    return ABSENT if value is None else Side("known", value)


def _is_structured(before: Any, after: Any) -> bool:
    return any(isinstance(side, Mapping | list) for side in (before, after))


def _opened(value: Any, mask: Callable[[str], str]) -> Any:
    """Return what a text says as JSON, where it is an object or a list: a policy; else the value.

    A text with a secret in it is left alone: the secret may be JSON itself.
    """
    if not isinstance(value, str) or value.lstrip()[:1] not in {"{", "["}:
        return value
    if mask(value) != value:
        return value
    try:
        return json.loads(value, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make the object; one that says a key twice is read in different ways, so it stays a text."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found
