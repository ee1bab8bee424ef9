"""Splits many stacks into shares of about the same work, so that each job that is told its number finds its own.

Every job computes the whole split and takes its share: for the same stacks, weights and groups the split is the same,
whoever computes it.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from platformctl.errors import Usage
from platformctl.stacks.stack_id import StackId

MOST = 256
"""A code host starts no more jobs of one kind."""
_WORD = re.compile(r"([1-9][0-9]{0,3})/([1-9][0-9]{0,3})")


@dataclass(frozen=True)
class Shard:
    """One share of so many."""

    number: int
    of: int

    def __str__(self) -> str:
        """Return it as it is typed."""
        return f"{self.number}/{self.of}"


def parse_shard(text: str) -> Shard:
    """Read `3/8`; Usage otherwise."""
    found = _WORD.fullmatch(text)
    shard = Shard(int(found[1]), int(found[2])) if found else None
    if shard is None or shard.number > shard.of or shard.of > MOST:
        raise Usage(
            "Not a shard",
            detail=f"--shard takes NUMBER/OF, as 3/8: a number from 1 to OF, and OF up to {MOST}.",
            hint="platformctl plan --changed-since origin/main --shard 1/8",
        )
    return shard


def share(
    stacks: Sequence[StackId], weights: Mapping[StackId, float], together: Iterable[Collection[StackId]], shard: Shard
) -> tuple[StackId, ...]:
    """Return a shard's stacks, in the order of all: the heaviest group goes first, each to whoever has least so far.

    What stands in one group of `together` is never parted.
    """
    groups = sorted(_groups(stacks, together), key=lambda group: (-_weight(group, weights), group[0]))
    loads = [0.0] * shard.of
    mine: set[StackId] = set()
    for group in groups:
        lightest = min(range(shard.of), key=lambda number: (loads[number], number))
        loads[lightest] += _weight(group, weights)
        if lightest == shard.number - 1:
            mine.update(group)
    return tuple(stack for stack in stacks if stack in mine)


def _weight(group: Iterable[StackId], weights: Mapping[StackId, float]) -> float:
    return sum(weights.get(stack, 1.0) for stack in group)


def _groups(stacks: Sequence[StackId], together: Iterable[Collection[StackId]]) -> list[list[StackId]]:
    """Return the stacks group by group, each sorted, whatever the order that they are told in."""
    group_of = {stack: [stack] for stack in sorted(stacks)}
    for named in together:
        joined = sorted({one for stack in named if stack in group_of for one in group_of[stack]})
        group_of.update(dict.fromkeys(joined, joined))
    return list({id(group): group for group in group_of.values()}.values())
