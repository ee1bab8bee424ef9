"""Decides which objects of the cloud are the ones that a run was making when it was killed. Pure: asks nobody.

| the cloud has, with the tags of what was asked for, in no state | decision                                  |
|------------------------------------------------------------------|-------------------------------------------|
| nothing, or only what something else was asked for as            | it was not made                           |
| one that is like it, and like nothing else that was asked for    | this is it                                |
| several that are like it, or one that could be either of two     | a person has to say                       |
| one with its tags, and another of its values than planned        | a person has to say                       |
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from platformctl.cloud.objects import Seen, Wanted


@dataclass(frozen=True)
class Recognised:
    """What became of each that was asked for, by address; each is in exactly one of these."""

    found: Mapping[str, str]
    """Its id."""
    absent: tuple[str, ...]
    unclear: Mapping[str, tuple[str, ...]]
    """The ids of what it may be."""


def recognise(wanted: Sequence[Wanted], seen: Sequence[Seen]) -> Recognised:
    """Decide for each; what some state knows is no longer among the seen."""
    like = {each.address: [one.id for one in seen if each.is_like(one)] for each in wanted}
    found = {address: ids[0] for address, ids in like.items() if len(ids) == 1 and _claims(like, ids[0]) == 1}
    taken = set(found.values())
    left = {
        each.address: tuple(one.id for one in seen if each.may_be(one) and one.id not in taken)
        for each in wanted
        if each.address not in found
    }
    absent = tuple(address for address, ids in left.items() if not ids)
    return Recognised(found, absent, {address: ids for address, ids in left.items() if ids})


def _claims(like: Mapping[str, Sequence[str]], id_: str) -> int:
    return sum(id_ in ids for ids in like.values())
