"""Shards: every stack is in exactly one, whoever computes them, and what belongs together stays together."""

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from platformctl.errors import Usage
from platformctl.stacks.stack_id import StackId
from platformctl.workflows.shards import Shard, parse_shard, share

STACKS = st.lists(
    st.builds(StackId, st.sampled_from(["dev", "prod"]), st.just("note"), st.text("abcdefgh", min_size=2, max_size=4)),
    unique=True,
    max_size=40,
)


def shares(
    stacks: Sequence[StackId], of: int, weights: dict[StackId, float], together: list[list[StackId]]
) -> list[tuple[StackId, ...]]:
    return [share(stacks, weights, together, Shard(number, of)) for number in range(1, of + 1)]


@given(STACKS, st.integers(1, 9), st.data())
def test_every_stack_is_in_exactly_one_shard_however_they_are_told(
    stacks: list[StackId], of: int, data: st.DataObject
) -> None:
    weights = {stack: data.draw(st.floats(0, 1e6)) for stack in stacks}
    together = data.draw(st.lists(st.lists(st.sampled_from(stacks), max_size=4), max_size=5)) if stacks else []
    otherwise = random.Random(0).sample(stacks, len(stacks))

    found = shares(stacks, of, weights, together)

    assert sorted(stack for one in found for stack in one) == sorted(stacks)
    assert [set(one) for one in found] == [set(one) for one in shares(otherwise, of, weights, together[::-1])]


@given(STACKS.filter(bool), st.integers(1, 9), st.data())
def test_a_group_is_never_parted(stacks: list[StackId], of: int, data: st.DataObject) -> None:
    group = data.draw(st.lists(st.sampled_from(stacks), min_size=1))

    found = shares(stacks, of, {}, [group])

    assert sum(1 for one in found if set(one) & set(group)) == 1


@given(STACKS.filter(bool), st.integers(1, 9), st.data())
def test_no_shard_is_heavier_than_the_mean_and_one_stack(stacks: list[StackId], of: int, data: st.DataObject) -> None:
    weights = {stack: data.draw(st.floats(0.1, 100)) for stack in stacks}

    loads = [sum(weights[stack] for stack in one) for one in shares(stacks, of, weights, [])]

    assert max(loads) <= sum(weights.values()) / of + max(weights.values()) + 1e-6


def test_groups_that_overlap_are_one() -> None:
    one, two, three, four = (StackId("dev", "note", name) for name in ("aa", "bb", "cc", "dd"))

    found = shares([one, two, three, four], 2, {}, [[one, two], [two, three]])

    assert found == [(one, two, three), (four,)]


def test_a_shard_is_said_as_number_and_of() -> None:
    assert (parse_shard("3/8"), str(parse_shard("3/8"))) == (Shard(3, 8), "3/8")


@pytest.mark.parametrize(
    "text", ["", "3", "0/8", "9/8", "3/0", "-1/8", "3/8/2", " 3/8", "3/8\n", "a/b", "1/257", "٣/٨"]
)
def test_anything_else_is_no_shard(text: str) -> None:
    with pytest.raises(Usage, match="Not a shard"):
        parse_shard(text)
