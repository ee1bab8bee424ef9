"""Turns the before and after of a planned change into readable differences, without ever letting a secret through.

Terraform's JSON holds sensitive values in clear beside masks. A value is hidden where either mask covers it
(`before_sensitive` or `after_sensitive`: one alone has holes for replaced objects), and a list is hidden whole where
anything inside it is, since its elements move.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from platformctl.terraform.known_secrets import repeats_secret


@dataclass(frozen=True)
class Side:
    """What can be said of an attribute before or after a change."""

    kind: Literal["known", "sensitive", "unknown", "absent"]
    value: Any = None
    """Only where `kind` is `known`: plain JSON."""


SENSITIVE = Side("sensitive")
UNKNOWN = Side("unknown")
"""Known after apply."""
ABSENT = Side("absent")


@dataclass(frozen=True)
class AttributeChange:
    """One attribute that changes: its dotted path, and both sides as far as they may be shown."""

    path: str
    before: Side
    after: Side


@dataclass(frozen=True)
class Values:
    """One change's raw values and masks; never printed, hence without a representation."""

    before: Any = field(repr=False)
    after: Any = field(repr=False)
    unknown: Any
    masks: tuple[Any, ...]
    secrets: frozenset[str] = field(default=frozenset(), repr=False)
    """Texts that are masked elsewhere in the plan."""

    def inside(self, key: str) -> "Values":
        """Give the part under one key of an object."""
        return Values(
            before=_get(self.before, key),
            after=_get(self.after, key),
            unknown=_get(self.unknown, key),
            masks=tuple(_get(mask, key) for mask in self.masks),
            secrets=self.secrets,
        )

    @property
    def keys(self) -> list[str]:
        """Name every key that either side, or the unknown part, has."""
        parts = (self.before, self.after, self.unknown)
        return sorted({key for part in parts if isinstance(part, Mapping) for key in part})

    @property
    def is_masked(self) -> bool:
        """Claim that nothing of this may be shown."""
        descends = self.is_object
        return any(mask is True or (not descends and holds_true(mask)) for mask in self.masks)

    @property
    def is_object(self) -> bool:
        """Claim that the sides can be compared key by key."""
        sides = [side for side in (self.before, self.after) if side is not None]
        parts = [*sides, self.unknown] if isinstance(self.unknown, Mapping) else sides
        return self.unknown is not True and bool(parts) and all(isinstance(part, Mapping) for part in parts)

    @property
    def differs(self) -> bool:
        """Claim that the value changes, or may change."""
        return not same(self.before, self.after) or holds_true(self.unknown)


def differences(values: Values, path: str = "") -> Iterator[AttributeChange]:
    """List what changes, attribute by attribute, in the order of the names."""
    if not values.differs:
        return
    if values.is_masked or not values.is_object or not values.keys:
        yield AttributeChange(path, before_side(values), after_side(values))
        return
    for key in values.keys:
        yield from differences(values.inside(key), f"{path}.{key}" if path else key)


def before_side(values: Values) -> Side:
    """Say what may be shown of the value before the change."""
    return _side(values.before, values)


def after_side(values: Values) -> Side:
    """Say what may be shown of the value after the change."""
    if values.is_masked:
        return SENSITIVE if values.after is not None or values.unknown else ABSENT
    return UNKNOWN if holds_true(values.unknown) else _side(values.after, values)


def holds_true(mask: Any) -> bool:
    """Find a `true` anywhere inside a mask, without recursion: masks are as deep as the values."""
    rest = [mask]
    while rest:
        part = rest.pop()
        if part is True:
            return True
        rest.extend(part.values() if isinstance(part, Mapping) else part if isinstance(part, list) else ())
    return False


def same(one: Any, other: Any) -> bool:
    """Compare JSON values; unlike Python, `true` is not 1."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


def _side(value: Any, values: Values) -> Side:
    if value is None:
        return ABSENT
    return SENSITIVE if values.is_masked or repeats_secret(value, values.secrets) else Side("known", value)


def _get(part: Any, key: str) -> Any:
    if isinstance(part, Mapping):
        return part.get(key)
    return part if part is True else None
