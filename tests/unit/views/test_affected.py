"""The matrix of a change: a job for each stack, and a word about those for which there is none."""

import pytest

from platformctl.stacks.stack_id import StackId
from platformctl.views.affected import MOST_JOBS, left_out, matrix
from platformctl.workflows.results import Affected, AffectedStack


def touching(number: int) -> Affected:
    """A change that touches so many stacks."""
    stacks = tuple(AffectedStack(StackId("dev", "note", f"n{one}"), "changed", ()) for one in range(number))
    return Affected(since="origin/main", fork_point="1" * 40, commit="2" * 40, uncommitted=0, stacks=stacks)


@pytest.mark.parametrize("number", [0, 1, MOST_JOBS])
def test_a_matrix_that_holds_all_needs_no_word(number: int) -> None:
    assert (len(matrix(touching(number))["include"]), left_out(touching(number))) == (number, "")


def test_a_matrix_that_is_cut_says_so_and_names_the_shards_that_take_all() -> None:
    found = touching(450)

    assert len(matrix(found)["include"]) == MOST_JOBS
    assert "194 stacks more" in left_out(found)
    assert "plan --changed-since origin/main --shard 1/3 to 3/3" in left_out(found)
