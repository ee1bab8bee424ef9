"""An object that was asked for, an object that the cloud has, and whether the one may be the other."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from platformctl.errors import PlatformError

Plain = str | int | float | bool


class MayNotLook(PlatformError):
    """The cloud does not let the caller look; nothing follows from it about what exists."""


@dataclass(frozen=True)
class Wanted:
    """What was asked for, as far as it is known before it exists."""

    address: str
    type: str
    tags: Mapping[str, str]
    values: Mapping[str, Plain] = field(default_factory=dict)
    """Planned attributes, by Terraform's names."""

    def may_be(self, seen: "Seen") -> bool:
        """Claim that the object is of this type and has all these tags, and maybe more."""
        return seen.type == self.type and self.tags.items() <= seen.tags.items()

    def is_like(self, seen: "Seen") -> bool:
        """Claim that it has the planned values as well, as far as both are known."""
        return self.may_be(seen) and all(seen.values.get(key, value) == value for key, value in self.values.items())


@dataclass(frozen=True)
class Seen:
    """What the cloud has."""

    id: str
    """Terraform imports it by this."""
    type: str
    tags: Mapping[str, str]
    values: Mapping[str, Plain] = field(default_factory=dict)
    """What can be held against planned attributes, by Terraform's names."""


Look = Callable[[Sequence[Wanted]], tuple[Seen, ...]]
"""Asks the cloud for whatever may be one of these; changes nothing."""


def nothing_seen(_wanted: Sequence[Wanted]) -> tuple[Seen, ...]:
    """Look where there is no cloud."""
    return ()
