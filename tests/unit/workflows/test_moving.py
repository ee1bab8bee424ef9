"""An environment that moves from one store to another, goes on, comes back, and is killed on the way."""

import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.projects import make_stack
from tests.unit.workflows.moves import kept_of, move_of, run_of, state_of, store

from platformctl.errors import Busy, PlatformError, Usage
from platformctl.project.project import Project, load_project
from platformctl.records.event import Draft
from platformctl.records.facts import RunFacts
from platformctl.records.lease import Holder
from platformctl.records.local import LocalRecords
from platformctl.records.run import open_run, resume_run
from platformctl.stacks.stack_id import StackId
from platformctl.workflows.forgetting import forget_old
from platformctl.workflows.moving import hand_over

ONE, TWO, THREE = "desk/note/one", "desk/note/two", "desk/note/three"
MOVER = (sys.executable, "-m", "tests.unit.workflows.actors.mover")
REPOSITORY = Path(__file__).parents[3]
CALLS = 104
"""Of both stores, in a move of two stacks that nobody kills."""
FORGETTING = 44
"""The same, of emptying the old store."""
ENDINGS = st.sampled_from(["applied", "failed", "blocked", "declined", "destroyed"])


@pytest.fixture
def old(tmp_path: Path) -> Iterator[LocalRecords]:
    """The store that is left: two stacks with a past."""
    records = store(tmp_path / "old")
    run_of(records, ONE, 1)
    run_of(records, ONE, 2, "failed")
    run_of(records, TWO, 3)
    records.keep_orphan(TWO, "20261124-080000-dead00", state_of(7))
    yield records
    records.close()


@pytest.fixture
def new(tmp_path: Path) -> Iterator[LocalRecords]:
    """The store that it moves to."""
    records = store(tmp_path / "new")
    yield records
    records.close()


@pytest.fixture(scope="session")
def project_once(template: Path) -> Project:
    """A project that nobody changes."""
    return load_project(template)


def again(records: LocalRecords, stack: str) -> None:
    """Begin a run where nobody should any more."""
    with open_run(records, stack, Holder.here("20261124-110000-bbbbbb", "apply"), RunFacts()) as run:
        run.finish("declined")


def test_all_of_it_is_in_the_new_store_and_the_old_one_keeps_it(
    project: Project, old: LocalRecords, new: LocalRecords
) -> None:
    before = [kept_of(old, stack) for stack in (ONE, TWO)]

    moved, stopped = hand_over(move_of(project, old, new))

    assert [(str(one.id), one.serial) for one in moved] == [(ONE, 2), (TWO, 3)]
    assert not stopped
    assert [kept_of(new, stack) for stack in (ONE, TWO)] == before
    assert [event.type for event in old.events(ONE)][-1] == "moved"
    assert old.read_state(ONE) == before[0][2]


@given(past=st.lists(st.tuples(st.sampled_from([ONE, TWO, THREE]), ENDINGS), min_size=1, max_size=6))
@settings(max_examples=12)
def test_whatever_the_past_was_the_new_store_tells_the_same(
    tmp_path_factory: pytest.TempPathFactory, project_once: Project, past: list[tuple[str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("move")
    old, new = store(folder / "old"), store(folder / "new")
    for number, (stack, ending) in enumerate(past):
        run_of(old, stack, number + 1, ending)
    stacks = sorted({stack for stack, _ in past})
    before = [kept_of(old, stack) for stack in stacks]

    hand_over(move_of(project_once, old, new))

    assert [kept_of(new, stack) for stack in stacks] == before
    assert [new.verify_chain(stack) for stack in stacks] == [None] * len(stacks)


def test_whoever_still_comes_to_the_old_store_is_told_where_it_went(
    project: Project, old: LocalRecords, new: LocalRecords
) -> None:
    hand_over(move_of(project, old, new, to="s3=acme-state"))

    for_a_run = pytest.raises(Usage, match="have moved")
    with for_a_run as refused:
        again(old, ONE)
    with pytest.raises(Usage, match="have moved"), resume_run(old, ONE, Holder.here("r", "settle")):
        pass

    assert "s3=acme-state" in refused.value.detail
    assert old.standing(ONE) is None


def test_no_new_stack_begins_in_a_store_that_was_left(project: Project, old: LocalRecords, new: LocalRecords) -> None:
    hand_over(move_of(project, old, new))

    with pytest.raises(Usage, match="have moved"):
        again(old, THREE)

    again(new, THREE)
    assert old.head(THREE) is None


def test_the_story_goes_on_in_the_new_store_and_comes_back(
    project: Project, old: LocalRecords, new: LocalRecords
) -> None:
    hand_over(move_of(project, old, new))
    run_of(new, ONE, 5)
    run_of(new, THREE, 6)
    now = [kept_of(new, stack) for stack in (ONE, TWO, THREE)]

    hand_over(move_of(project, new, old, left="new", to="old"))

    assert [kept_of(old, stack) for stack in (ONE, TWO, THREE)] == now
    again(old, ONE)


def test_a_run_that_was_killed_is_settled_before_anything_is_copied(
    project: Project, old: LocalRecords, new: LocalRecords
) -> None:
    old.append(Draft(THREE, "20261124-090900-a1b2c3", "started"))

    with pytest.raises(Busy, match="must be settled") as refused:
        hand_over(move_of(project, old, new))

    assert refused.value.hint == f"platformctl settle {THREE}"
    assert new.heads() == ()


def test_a_run_that_is_under_way_holds_up_the_move_and_nothing_is_copied(
    project: Project, old: LocalRecords, new: LocalRecords
) -> None:
    lease = old.claim(TWO, Holder.here("20261124-090900-a1b2c3", "apply"))

    with pytest.raises(Busy, match="Somebody else holds"):
        hand_over(move_of(project, old, new))

    old.release(lease)
    assert new.heads() == ()


def test_a_stack_whose_state_only_plain_terraform_made_moves_too(
    project: Project, old: LocalRecords, new: LocalRecords
) -> None:
    make_stack(project, "three")
    path = old.state_path(THREE)
    path.parent.mkdir(parents=True)
    path.write_bytes(state_of(1))

    hand_over(move_of(project, old, new))

    assert new.read_state(THREE) == state_of(1)
    assert [event.type for event in old.events(THREE)] == ["moved"]


def test_another_story_in_the_new_store_is_never_written_over(
    project: Project, old: LocalRecords, new: LocalRecords
) -> None:
    run_of(new, TWO, 9)
    there = kept_of(new, TWO)

    with pytest.raises(PlatformError, match="Another story is told here"):
        hand_over(move_of(project, old, new))

    assert kept_of(new, TWO) == there
    again(old, ONE)


def test_stacks_that_only_the_new_store_has_hold_up_the_move(
    project: Project, old: LocalRecords, new: LocalRecords
) -> None:
    run_of(new, THREE, 9)

    with pytest.raises(Usage, match="keeps other stacks") as refused:
        hand_over(move_of(project, old, new))

    assert THREE in refused.value.detail


def test_two_names_of_one_store_are_told(project: Project, old: LocalRecords) -> None:
    with pytest.raises(Usage, match="Both stores are one"):
        hand_over(move_of(project, old, old))


def test_what_went_to_a_third_store_is_not_moved_from_here(
    project: Project, old: LocalRecords, new: LocalRecords
) -> None:
    hand_over(move_of(project, old, new))

    with pytest.raises(Usage, match="to another store already") as refused:
        hand_over(move_of(project, old, new, to="third"))

    assert refused.value.hint == "platformctl state migrate --from 'new' --to 'third' --env desk"


def test_the_old_store_is_emptied_and_still_says_where_it_went(
    project: Project, old: LocalRecords, new: LocalRecords
) -> None:
    hand_over(move_of(project, old, new))
    run_of(new, ONE, 5)
    there = kept_of(new, ONE)

    forgotten = forget_old(move_of(project, old, new))

    assert sorted(map(str, forgotten)) == [ONE, TWO]
    assert (old.read_state(ONE), old.orphans(TWO)) == (b"", {})
    assert kept_of(new, ONE) == there
    with pytest.raises(Usage, match="have moved"):
        again(old, ONE)
    assert forget_old(move_of(project, old, new)) == ()


def test_a_store_that_is_emptied_can_be_moved_to_again(project: Project, old: LocalRecords, new: LocalRecords) -> None:
    hand_over(move_of(project, old, new))
    forget_old(move_of(project, old, new))
    now = kept_of(new, ONE)

    hand_over(move_of(project, new, old, left="new", to="old"))

    assert kept_of(old, ONE) == now


def test_nothing_is_removed_that_the_new_store_does_not_have(
    project: Project, old: LocalRecords, new: LocalRecords, tmp_path: Path
) -> None:
    hand_over(move_of(project, old, new))
    other = store(tmp_path / "other")
    run_of(other, ONE, 1)

    with pytest.raises(PlatformError, match="different stories"):
        forget_old(move_of(project, old, other))

    assert old.read_state(ONE) == state_of(2)


def test_what_has_not_moved_is_not_removed(project: Project, old: LocalRecords, new: LocalRecords) -> None:
    with pytest.raises(Usage, match="has not moved yet"):
        forget_old(move_of(project, old, new))

    assert old.read_state(ONE) == state_of(2)


def test_a_removal_that_was_cut_short_is_gone_on_with(project: Project, old: LocalRecords, new: LocalRecords) -> None:
    make_stack(project, "one")
    hand_over(move_of(project, old, new))
    lease = old.claim(ONE, Holder.here("20261124-120000-cccccc", "state migrate"))
    old.forget(lease)
    old.release(lease)
    old.state_path(ONE).write_bytes(state_of(2))

    forgotten = forget_old(move_of(project, old, new))

    assert sorted(map(str, forgotten)) == [ONE, TWO]
    assert old.read_state(ONE) == b""


@pytest.mark.parametrize("number", range(6))
def test_a_move_that_is_killed_is_gone_on_with(
    project: Project, old: LocalRecords, new: LocalRecords, number: int, tmp_path: Path
) -> None:
    seed = random.randrange(10**6)  # told when the test fails; repeats the run
    chance = random.Random(seed)
    before = [kept_of(old, stack) for stack in (ONE, TWO)]
    words = [str(project.root), str(tmp_path / "old"), str(tmp_path / "new"), str(chance.randrange(1, CALLS))]

    killed = subprocess.run([*MOVER, *words, chance.choice(["before", "after"])], cwd=REPOSITORY, check=False)
    _, stopped = hand_over(replace(move_of(project, old, new), run="20261124-130000-dddddd"))

    assert killed.returncode in {-signal.SIGKILL, 0}, seed
    assert not stopped, seed
    now = [kept_of(new, stack) for stack in (ONE, TWO)]
    assert [one[2:] for one in now] == [one[2:] for one in before], seed
    assert all(one[0][: len(then[0])] == then[0] for one, then in zip(now, before, strict=True)), seed
    assert [new.verify_chain(stack) for stack in (ONE, TWO)] == [None, None], seed
    assert {event.type for one, then in zip(now, before, strict=True) for event in one[0][len(then[0]) :]} <= {
        "taken-over"
    }, seed


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("call", range(16, FORGETTING + 1, 4))
def test_a_removal_that_is_killed_anywhere_leaves_no_store_that_looks_empty_and_is_gone_on_with(
    project: Project, old: LocalRecords, new: LocalRecords, call: int, when: str, tmp_path: Path
) -> None:
    hand_over(move_of(project, old, new))
    there = [kept_of(new, stack) for stack in (ONE, TWO)]
    words = [str(project.root), str(tmp_path / "old"), str(tmp_path / "new"), str(call), when, "forget"]

    killed = subprocess.run([*MOVER, *words], cwd=REPOSITORY, check=False)
    marks = [head.moved_to for head in old.heads("desk")]
    forget_old(replace(move_of(project, old, new), run="20261124-130000-dddddd"))

    assert killed.returncode == -signal.SIGKILL
    assert marks == ["new", "new"]
    assert [old.verify_chain(stack) for stack in (ONE, TWO)] == [None, None]
    assert [[event.is_last_word for event in old.events(stack)] for stack in (ONE, TWO)] == [[True], [True]]
    assert (old.read_state(ONE), old.read_state(TWO), old.orphans(TWO)) == (b"", b"", {})
    assert [kept_of(new, stack) for stack in (ONE, TWO)] == there


def test_stack_ids_are_told_in_their_order(project: Project, old: LocalRecords, new: LocalRecords) -> None:
    moved, _ = hand_over(move_of(project, old, new))

    assert [one.id for one in moved] == [StackId("desk", "note", "one"), StackId("desk", "note", "two")]
