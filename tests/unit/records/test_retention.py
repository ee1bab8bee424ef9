"""Retention leaves a chain that holds, and one that was cut by hand does not."""

from typing import Any

from platformctl.records.checkpoint import checkpoint, cut_before
from platformctl.records.event import Draft, Event
from platformctl.records.head import Cut, Head
from platformctl.records.lease import Lease
from platformctl.records.store import Records

STACK = "dev/db/orders"


def begin(records: Records, make_holder: Any) -> Lease:
    """Tell two runs under a lease."""
    lease = records.claim(STACK, make_holder())
    records.append(Draft(STACK, "r1", "started", {"facts": {"who": "ada"}}), lease)
    records.append(Draft(STACK, "r1", "applying"), lease)
    records.append(Draft(STACK, "r1", "applied", {"outputs": {"port": {"value": 1}}}), lease)
    return lease


def here(records: Records) -> Head:
    """Return the stack's head."""
    head = records.head(STACK)
    assert head is not None
    return head


def mark(records: Records, lease: Lease, cut: Cut) -> Event:
    """Record a checkpoint."""
    return records.append(checkpoint(here(records), "prune", cut), lease)


def test_a_chain_that_was_cut_behind_a_checkpoint_holds_and_its_head_is_the_same(
    records: Records, make_holder: Any
) -> None:
    lease = begin(records, make_holder)
    place = mark(records, lease, Cut())
    mark(records, lease, cut_before(records.events(STACK), place.seq, Cut()))
    whole = here(records)

    gone = records.cut(lease, place.seq)

    assert gone == 3
    assert records.verify_chain(STACK) is None
    assert records.rebuild_head(STACK) == whole
    assert (whole.cut, whole.seq, whole.status) == (3, 5, "applied")


def test_a_chain_that_was_cut_without_saying_so_does_not_hold(records: Records, make_holder: Any) -> None:
    lease = begin(records, make_holder)
    place = mark(records, lease, Cut())

    records.cut(lease, place.seq)

    found = records.verify_chain(STACK)
    assert found is not None
    assert found.seq == 1
    assert "no checkpoint says" in found.reason


def test_what_was_to_be_cut_and_was_not_yet_breaks_nothing(records: Records, make_holder: Any) -> None:
    lease = begin(records, make_holder)
    place = mark(records, lease, Cut())

    mark(records, lease, cut_before(records.events(STACK), place.seq, Cut()))

    assert records.verify_chain(STACK) is None


def test_a_run_after_a_checkpoint_goes_on_as_if_nothing_had_been_cut(records: Records, make_holder: Any) -> None:
    lease = begin(records, make_holder)
    place = mark(records, lease, Cut())
    mark(records, lease, cut_before(records.events(STACK), place.seq, Cut()))
    records.cut(lease, place.seq)

    records.append(Draft(STACK, "r2", "started"), lease)

    head = here(records)
    assert head.last_applied is not None
    assert (head.unfinished, head.last_applied.id, head.cut) == ("r2", "r1", 3)
    assert records.verify_chain(STACK) is None
