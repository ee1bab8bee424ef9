"""What every store promises about holders, orphaned states, and stories that are cut, moved in and moved out."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from platformctl.errors import PlatformError
from platformctl.records.checkpoint import checkpoint, cut_before
from platformctl.records.event import Draft, Event
from platformctl.records.facts import RunFacts
from platformctl.records.head import Cut, Head
from platformctl.records.lease import Holder
from platformctl.records.local import LocalRecords
from platformctl.records.refusals import FencedOff
from platformctl.records.run import open_run
from platformctl.records.store import Records

STACK, OTHER = "dev/db/orders", "prod/db/orders"
FILES = {"stacks/dev/db/orders/main.tf": b"first\n"}


@pytest.fixture
def origin(tmp_path: Path) -> Iterator[LocalRecords]:
    """Another store, from which a story comes."""
    records = LocalRecords(tmp_path / "origin" / ".platformctl", tmp_path / "home")
    yield records
    records.close()


def told(records: Records, state: bytes, run_id: str = "r1") -> tuple[Event, ...]:
    """Tell a story: a run that was applied."""
    with open_run(records, STACK, Holder.here(run_id, "apply"), RunFacts()) as run:
        run.keep(FILES)
        run.event("applying")
        run.commit(state)
        run.finish("applied")
    return records.events(STACK)


def head_of(records: Records) -> Head:
    head = records.head(STACK)
    assert head is not None
    return head


def adopted(records: Records, events: tuple[Event, ...], state: bytes) -> None:
    """Hand a story over."""
    lease = records.claim(STACK, Holder.here("move", "migrate"))
    try:
        records.check_out(lease)
        records.adopt(lease, events, state, {"r1": FILES})
    finally:
        records.release(lease)


def test_all_who_hold_a_stack_are_told_by_stack(records: Records, make_holder: Any) -> None:
    records.claim(STACK, make_holder("run-1"))
    records.claim(OTHER, make_holder("run-2"))
    records.release(records.claim("dev/db/free", make_holder("run-3")))

    everywhere, here = records.standings(), records.standings("dev")

    assert {stack: one.holder.run for stack, one in everywhere.items()} == {STACK: "run-1", OTHER: "run-2"}
    assert list(here) == [STACK]
    assert here[STACK].alive


def test_nobody_stands_where_there_is_no_store(records: Records) -> None:
    assert records.standings() == {}
    assert records.orphans(STACK) == {}


def test_a_stack_not_held_under_the_fence_is_left_as_it_is(records: Records, make_holder: Any) -> None:
    lease = records.claim(STACK, make_holder("run-1"))

    records.take_away(STACK, lease.fence + 1)
    records.take_away(OTHER, 1)

    assert records.append(Draft(STACK, "run-1", "started"), lease).seq == 1
    assert records.standing(OTHER) is None


def test_an_orphaned_state_is_kept_beside_until_it_is_let_go(
    records: Records, make_holder: Any, make_state: Any
) -> None:
    records.keep_orphan(STACK, "run-1", make_state(1))
    records.keep_orphan(STACK, "run-1", make_state(2))
    records.keep_orphan(STACK, "run-2", make_state(3))
    assert records.orphans(STACK) == {"run-1": make_state(2), "run-2": make_state(3)}

    records.forget_orphan(records.claim(STACK, make_holder()), "run-1")

    assert records.orphans(STACK) == {"run-2": make_state(3)}
    assert records.read_state(STACK) == b""


def test_events_before_a_checkpoint_are_cut_and_the_chain_holds(records: Records, make_state: Any) -> None:
    events = told(records, make_state(1))
    lease = records.claim(STACK, Holder.here("r2", "prune"))
    point = records.append(checkpoint(head_of(records), "r2", Cut()), lease)
    last = records.append(checkpoint(head_of(records), "r3", cut_before(events, point.seq, Cut())), lease)

    count = records.cut(lease, point.seq)

    assert count == len(events)
    assert records.events(STACK) == (point, last)
    assert records.verify_chain(STACK) is None
    assert records.rebuild_head(STACK) == records.head(STACK)


def test_nothing_is_cut_where_no_checkpoint_is(records: Records, make_state: Any) -> None:
    events = told(records, make_state(1))
    lease = records.claim(STACK, Holder.here("r2", "prune"))

    with pytest.raises(PlatformError, match="no checkpoint"):
        records.cut(lease, events[-1].seq)

    assert records.events(STACK) == events


def test_a_story_arrives_as_it_is(records: Records, origin: LocalRecords, make_state: Any) -> None:
    events = told(origin, make_state(3))

    adopted(records, events, make_state(3))
    adopted(records, events, make_state(3))

    head = records.head(STACK)
    assert records.events(STACK) == events
    assert records.read_state(STACK) == make_state(3)
    assert head == origin.head(STACK)
    assert head is not None
    assert head.kept is not None
    assert records.kept(STACK, head.kept) == FILES
    assert records.verify_chain(STACK) is None


def test_a_story_goes_on_in_the_new_store(records: Records, origin: LocalRecords, make_state: Any) -> None:
    before = told(origin, make_state(3))
    adopted(records, before, make_state(3))

    events = told(records, make_state(4), "r2")

    assert events[: len(before)] == before
    assert records.read_state(STACK) == make_state(4)
    assert records.verify_chain(STACK) is None


def test_no_story_is_put_over_another(records: Records, origin: LocalRecords, make_state: Any) -> None:
    events = told(records, make_state(1))

    with pytest.raises(PlatformError, match="Another story"):
        adopted(records, told(origin, make_state(2), "r7"), make_state(2))

    assert records.events(STACK) == events
    assert records.read_state(STACK) == make_state(1)


def test_a_story_that_was_changed_on_the_way_is_refused(
    records: Records, origin: LocalRecords, make_state: Any
) -> None:
    first, *others = told(origin, make_state(2))

    with pytest.raises(PlatformError, match="does not hold together"):
        adopted(records, (first.model_copy(update={"at": "yesterday"}), *others), make_state(2))

    assert records.events(STACK) == ()
    assert records.read_state(STACK) == b""


def test_a_story_comes_back_to_the_store_that_it_had_left(
    records: Records, origin: LocalRecords, make_state: Any
) -> None:
    adopted(origin, told(records, make_state(1)), make_state(1))
    records.append(Draft(STACK, "move", "moved", {"to": "elsewhere"}))
    events = told(origin, make_state(5), "r2")

    lease = records.claim(STACK, Holder.here("back", "migrate"))
    records.check_out(lease)
    records.adopt(lease, events, make_state(5), {"r2": FILES})

    assert records.events(STACK) == events
    assert records.head(STACK) == origin.head(STACK)
    assert records.read_state(STACK) == make_state(5)


def test_a_story_that_has_moved_is_forgotten_and_its_fences_are_not(records: Records, make_state: Any) -> None:
    told(records, make_state(1))
    records.append(Draft(STACK, "move", "moved", {"to": "elsewhere"}))
    records.keep_orphan(STACK, "r0", make_state(1))
    lease = records.claim(STACK, Holder.here("move", "migrate"))
    records.check_out(lease)

    records.forget(lease)
    records.release(lease)

    assert records.events(STACK) == ()
    assert records.heads() == ()
    assert records.orphans(STACK) == {}
    assert records.read_state(STACK) == b""
    assert records.claim(STACK, Holder.here("r9", "create")).fence == lease.fence + 1


def test_a_story_that_is_forgotten_after_its_last_word_keeps_that_alone_and_may_come_back(
    records: Records, origin: LocalRecords, make_state: Any
) -> None:
    told(records, make_state(1))
    records.append(Draft(STACK, "move", "moved", {"to": "elsewhere"}))
    lease = records.claim(STACK, Holder.here("move", "migrate"))
    records.check_out(lease)
    word = records.append(Draft(STACK, "move", "moved", {"to": "elsewhere", "forgotten": True}), lease)

    records.forget(lease)
    records.release(lease)

    head = records.head(STACK)
    assert head is not None
    assert (records.events(STACK), records.heads(), head.moved_to) == ((word,), (head,), "elsewhere")
    assert (records.read_state(STACK), records.verify_chain(STACK)) == (b"", None)
    assert records.rebuild_head(STACK) == head
    back = told(origin, make_state(9))
    adopted(records, back, make_state(9))
    assert (records.events(STACK), records.verify_chain(STACK)) == (back, None)


def test_the_only_copy_of_a_story_is_not_forgotten(records: Records, make_state: Any) -> None:
    events = told(records, make_state(1))
    lease = records.claim(STACK, Holder.here("move", "migrate"))
    records.check_out(lease)

    with pytest.raises(PlatformError, match="has not moved"):
        records.forget(lease)

    assert records.events(STACK) == events


def test_under_an_old_fence_no_story_is_touched(records: Records, make_holder: Any, make_state: Any) -> None:
    lease = records.claim(STACK, make_holder())
    records.check_out(lease)
    records.release(lease)

    with pytest.raises(FencedOff):
        records.adopt(lease, (), make_state(1), {})
    with pytest.raises(FencedOff):
        records.forget(lease)
    with pytest.raises(FencedOff):
        records.cut(lease, 1)
    with pytest.raises(FencedOff):
        records.forget_orphan(lease, "r")

    assert records.read_state(STACK) == b""
