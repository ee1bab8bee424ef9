"""What a change moves under the stacks: packs, modules and environments, held against what they were at the fork point.

Digests and settings are compared, nothing is rendered: that costs the same for ten stacks and for ten thousand.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from platformctl.project.lock_file import Lock, Pinned
from platformctl.project.platform_file import Platform

APART = frozenset({"version", "catalogs", "packs", "default_environment", "default_team", "environments", "teams"})
"""Keys of platform.yaml that reach no stack which exists, or reach it by other ways: the lock, and its request."""


@dataclass(frozen=True)
class Ground:
    """What all stacks stand on, at one end of a change."""

    lock: Lock
    platform: Mapping[str, Any]
    """What counts in every environment, as plain data."""
    environments: Mapping[str, Mapping[str, Any]]
    """The settings of each."""


@dataclass(frozen=True)
class Shift:
    """How the ground has moved, in words for each stack that stands there."""

    everywhere: tuple[str, ...] = ()
    environments: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    modules: Mapping[str, str] = field(default_factory=dict)
    """By `kind@version`."""

    @property
    def is_none(self) -> bool:
        """Claim that only the folders of stacks can have changed."""
        return not self.everywhere and not self.environments and not self.modules


def ground_of(platform: Platform, lock: Lock) -> Ground:
    """Take from the two files what reaches stacks."""
    data = platform.model_dump(mode="json")
    return Ground(lock, {key: value for key, value in data.items() if key not in APART}, data["environments"])


def shift(before: Ground, after: Ground) -> Shift:
    """Compare the two ends."""
    packs = _pins("pack", before.lock.packs, after.lock.packs)
    modules = dict(_pins("module", before.lock.modules, after.lock.modules))
    settings = [f"platform.yaml: {key} changed" for key in _differing(before.platform, after.platform)]
    return Shift(
        everywhere=(*(why for _, why in packs), *settings),
        environments=dict(_environments(before, after)),
        modules=modules,
    )


def _environments(before: Ground, after: Ground) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name in sorted({*before.environments, *after.environments}):
        one, other = before.environments.get(name), after.environments.get(name)
        if one is None or other is None:
            yield name, (f"environment {name} is {'new' if one is None else 'gone'}",)
        elif keys := _differing(one, other):
            yield name, (f"environment {name}: {', '.join(keys)} changed",)


def _pins(what: str, before: Mapping[str, Pinned], after: Mapping[str, Pinned]) -> Iterator[tuple[str, str]]:
    for item in sorted({*before, *after}):
        one, other = before.get(item), after.get(item)
        if one is None or other is None:
            yield item, f"{what} {item} is {'locked' if one is None else 'no longer locked'}"
        elif one.digest != other.digest:
            yield item, f"{what} {item} has another digest"


def _differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    return [key for key in {**before, **after} if before.get(key) != after.get(key)]
