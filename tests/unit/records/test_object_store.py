"""What only the store in a bucket has to prove: fences without a kernel, heads that are behind, whose place it is."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from platformctl.errors import Busy, PlatformError
from platformctl.records.event import Draft, chained
from platformctl.records.facts import RunFacts
from platformctl.records.lease import Holder, Lease
from platformctl.records.object_bucket import Entry, Objects
from platformctl.records.object_heads import ObjectHeads
from platformctl.records.object_ledger import ObjectLedger
from platformctl.records.object_place import Bucket
from platformctl.records.object_state import ObjectStates
from platformctl.records.objects import ObjectRecords
from platformctl.records.refusals import FencedOff, RecordsDamaged, StateMoved
from platformctl.records.run import open_run

pytestmark = pytest.mark.lifecycle

STACK, OTHER = "dev/db/orders", "dev/db/users"
OLD, NEW = Holder.here("run-old", "create"), Holder.here("run-new", "apply")
PATIENT = 30.0


def store(place: Bucket, home: Path, **settings: Any) -> ObjectRecords:
    """Open the place as another process would, with a lease that is soon over."""
    return ObjectRecords(place, home, **{"lease_seconds": 1.0, **settings})


def silenced(place: Bucket, home: Path) -> tuple[ObjectRecords, Lease]:
    """Hold the stack, and be as good as dead: nothing is renewed any more."""
    records = store(place, home)
    lease = records.claim(STACK, OLD)
    records.check_out(lease)
    records.close()
    return records, lease


def followed(objects: ObjectRecords) -> Iterator[None]:
    """Prove the right to write, and be followed right after; prove it again, and hear of it."""
    objects.append(Draft(STACK, "run-old", "taken-over"))
    yield
    raise FencedOff("Followed")


def everything(place: Bucket) -> list[Entry]:
    return list(Objects(place).list(place.prefix))


def test_a_holder_that_renews_nothing_is_followed_and_can_write_nothing_more(
    objects: ObjectRecords, place: Bucket, tmp_path: Path, make_state: Any
) -> None:
    old, lease = silenced(place, tmp_path)
    old.commit(lease, make_state(3))

    taken = objects.claim(STACK, NEW, PATIENT)

    assert (taken.fence, taken.took_over, taken.state_changed) == (2, OLD, False)
    with pytest.raises(FencedOff):
        old.commit(lease, make_state(4))
    with pytest.raises(FencedOff):
        old.append(Draft(STACK, "run-old", "applied"), lease)
    with pytest.raises(FencedOff):
        old.keep(lease, {})
    assert objects.check_out(taken) == make_state(3)
    assert objects.events(STACK) == ()


def test_a_holder_that_goes_on_renewing_is_not_followed(objects: ObjectRecords, place: Bucket, tmp_path: Path) -> None:
    holding = store(place, tmp_path)
    holding.claim(STACK, OLD)

    with pytest.raises(Busy, match="Somebody else"):
        objects.claim(STACK, NEW, patience=4)

    holding.close()


@pytest.mark.parametrize("committed", [True, False], ids=["a state", "no state"])
def test_who_was_followed_between_proof_and_write_writes_no_state(
    objects: ObjectRecords, place: Bucket, make_state: Any, committed: bool
) -> None:
    states, lease = ObjectStates(Objects(place)), objects.claim(STACK, OLD)
    objects.check_out(lease)
    before = states.put(STACK, make_state(1), states.read(STACK)) if committed else states.read(STACK)
    objects.take_away(STACK, lease.fence)

    with pytest.raises(StateMoved):
        states.put(STACK, make_state(2), before)

    assert objects.read_state(STACK) == before.content


def test_who_was_followed_between_proof_and_write_writes_no_event(objects: ObjectRecords, place: Bucket) -> None:
    bucket = Objects(place)
    stale = ObjectLedger(bucket, ObjectHeads(bucket), lambda: "then")
    stale.append(Draft(STACK, "run-old", "started"), lambda: None)
    proofs = followed(objects)

    with pytest.raises(FencedOff):
        stale.append(Draft(STACK, "run-old", "applied"), lambda: next(proofs))

    assert [event.type for event in objects.events(STACK)] == ["started", "taken-over"]


def test_a_state_that_something_else_changed_since_is_told(
    objects: ObjectRecords, place: Bucket, tmp_path: Path, make_state: Any
) -> None:
    silenced(place, tmp_path)
    Objects(place).put(place.state(STACK), make_state(8))

    taken = objects.claim(STACK, NEW, PATIENT)

    assert taken.state_changed
    assert objects.check_out(taken) == make_state(8)


def test_a_state_changed_behind_our_back_is_not_written_over(
    objects: ObjectRecords, place: Bucket, make_state: Any
) -> None:
    lease = objects.claim(STACK, OLD)
    objects.check_out(lease)
    objects.commit(lease, make_state(3))
    Objects(place).put(place.state(STACK), make_state(9))

    with pytest.raises(StateMoved):
        objects.commit(lease, make_state(4))

    assert objects.read_state(STACK) == make_state(9)


def test_a_commit_that_arrived_unacknowledged_may_be_repeated(
    objects: ObjectRecords, place: Bucket, make_state: Any
) -> None:
    lease = objects.claim(STACK, OLD)
    objects.check_out(lease)
    Objects(place).put(place.state(STACK), make_state(1))

    mark = objects.commit(lease, make_state(1))

    assert mark.serial == 1
    assert objects.commit(lease, make_state(2)).serial == 2


def test_clocks_an_hour_apart_change_nothing(objects: ObjectRecords, place: Bucket, tmp_path: Path) -> None:
    later = store(place, tmp_path, clock=(datetime.now(UTC) + timedelta(hours=1)).isoformat)
    lease = objects.claim(STACK, OLD.model_copy(update={"since": "2020-01-01T00:00:00+00:00", "host": "elsewhere"}))

    with pytest.raises(Busy):
        later.claim(STACK, NEW, patience=0)

    standing = later.standing(STACK)
    assert standing is not None
    assert standing.alive
    objects.release(lease)
    assert later.claim(STACK, NEW, patience=0).took_over is None


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_holder_that_is_gone_is_followed_though_clocks_are_an_hour_apart(
    place: Bucket, tmp_path: Path, hours: int
) -> None:
    _, lease = silenced(place, tmp_path)
    other = store(place, tmp_path, clock=(datetime.now(UTC) + timedelta(hours=hours)).isoformat)

    taken = other.claim(STACK, NEW, PATIENT)

    assert (taken.fence, taken.took_over) == (lease.fence + 1, OLD)


def test_who_holds_what_is_told_of_all_stacks(objects: ObjectRecords, place: Bucket, tmp_path: Path) -> None:
    silenced(place, tmp_path)
    objects.claim(OTHER, NEW)
    objects.release(objects.claim("dev/db/free", NEW))
    objects.claim("prod/db/far", NEW)

    standings = objects.standings("dev")

    assert {stack: standing.holder for stack, standing in standings.items()} == {STACK: OLD, OTHER: NEW}
    assert set(objects.standings()) == {STACK, OTHER, "prod/db/far"}


def test_who_is_struck_out_can_write_nothing_and_is_not_followed(objects: ObjectRecords, make_state: Any) -> None:
    lease = objects.claim(STACK, OLD)
    objects.check_out(lease)

    objects.take_away(STACK, lease.fence)

    with pytest.raises(FencedOff):
        objects.commit(lease, make_state())
    with pytest.raises(FencedOff):
        objects.append(Draft(STACK, "run-old", "applied"), lease)
    assert objects.standing(STACK) is None
    assert objects.claim(STACK, NEW, patience=0).took_over is None


def test_another_fence_is_not_struck_out(objects: ObjectRecords) -> None:
    objects.claim(STACK, OLD)

    objects.take_away(STACK, 7)

    assert objects.standing(STACK) is not None


def test_terraforms_own_lock_is_told_and_keeps_us_out(objects: ObjectRecords, place: Bucket) -> None:
    note = {"ID": "7", "Operation": "OperationTypeApply", "Who": "ada@desk", "Created": "2026-11-24T10:00:00Z"}
    Objects(place).put(place.lock(STACK), json.dumps(note).encode())

    with pytest.raises(Busy) as refused:
        objects.claim(STACK, NEW, patience=0)

    assert "OperationTypeApply by ada@desk" in refused.value.detail
    assert objects.standing(STACK) is None
    assert list(Objects(place).list(place.held(None))) == []


def test_a_list_is_true_while_a_run_is_under_way_and_after_it_was_killed(
    objects: ObjectRecords, place: Bucket, tmp_path: Path
) -> None:
    objects.append(Draft(OTHER, "r0", "started"))
    lease = objects.claim(STACK, OLD)
    objects.append(Draft(STACK, "run-old", "started"), lease)
    objects.append(Draft(STACK, "run-old", "applying"), lease)

    heads = store(place, tmp_path).heads("dev")

    assert [(head.stack, head.status) for head in heads] == [(STACK, "applying"), (OTHER, "planned")]


def test_nothing_is_left_but_records_once_a_lease_is_given_back(objects: ObjectRecords, place: Bucket) -> None:
    with open_run(objects, STACK, OLD, RunFacts()) as run:
        run.event("applying")
        run.finish("applied")

    names = [entry.key.removeprefix(f"{place.prefix}/") for entry in everything(place)]

    assert [name for name in names if name.startswith(("records/held", "state"))] == []
    assert objects.verify_chain(STACK) is None


def test_looking_writes_nothing(objects: ObjectRecords, place: Bucket, tmp_path: Path) -> None:
    objects.append(Draft(STACK, "r1", "started"), objects.claim(STACK, OLD))
    before = everything(place)
    looking = store(place, tmp_path)

    looked = (
        looking.heads(),
        looking.head(STACK),
        looking.events(STACK),
        looking.standing(STACK),
        looking.standings(),
        looking.read_state(STACK),
        looking.orphans(STACK),
        looking.reviews(STACK),
        looking.verify_chain(STACK),
    )

    assert len(looked) == 9
    assert everything(place) == before


def three_events(objects: ObjectRecords) -> None:
    """Record what is then tampered with."""
    objects.append(Draft(STACK, "r1", "started"))
    objects.append(Draft(STACK, "r1", "planned"))
    objects.append(Draft(STACK, "r1", "judged"))


def test_a_changed_event_is_named(objects: ObjectRecords, place: Bucket) -> None:
    three_events(objects)
    changed = objects.events(STACK)[1].model_copy(update={"at": "never"})
    Objects(place).put(place.event(STACK, 2), changed.model_dump_json().encode())

    found = objects.verify_chain(STACK)

    assert found is not None
    assert (found.seq, found.reason) == (2, "event 2 was changed after it was written")


@pytest.mark.parametrize("seq", [1, 2, 3])
def test_a_removed_event_is_named(objects: ObjectRecords, place: Bucket, seq: int) -> None:
    three_events(objects)
    Objects(place).delete(place.event(STACK, seq))

    found = objects.verify_chain(STACK)

    assert found is not None
    assert (found.seq, f"event {seq} is missing" in found.reason) == (seq, True)


def test_events_in_each_others_places_are_named(objects: ObjectRecords, place: Bucket) -> None:
    three_events(objects)
    bucket = Objects(place)
    second, third = (bucket.get(place.event(STACK, seq)) for seq in (2, 3))
    assert second is not None
    assert third is not None
    bucket.put(place.event(STACK, 2), third.content)
    bucket.put(place.event(STACK, 3), second.content)

    found = objects.verify_chain(STACK)

    assert found is not None
    assert found.seq == 2


def test_bytes_that_are_no_event_are_named_and_not_read_as_one(objects: ObjectRecords, place: Bucket) -> None:
    three_events(objects)
    Objects(place).put(place.event(STACK, 2), b"\x00\xff")

    found = objects.verify_chain(STACK)

    assert found is not None
    assert (found.seq, found.reason) == (2, "event 2 is not what platformctl writes")
    with pytest.raises(RecordsDamaged):
        objects.events(STACK)


def test_the_newest_of_many_events_are_read_alone(objects: ObjectRecords, place: Bucket) -> None:
    three_events(objects)
    Objects(place).put(place.event(STACK, 1), b"unreadable")

    assert [event.type for event in objects.events(STACK, newest=2)] == ["planned", "judged"]


def test_another_projects_place_is_refused(objects: ObjectRecords, place: Bucket, tmp_path: Path) -> None:
    objects.append(Draft(STACK, "r1", "started"))
    other = store(Bucket(**{**vars(place), "project": "acme/other"}), tmp_path)

    with pytest.raises(PlatformError, match="belongs to another project") as refused:
        other.heads()
    with pytest.raises(PlatformError, match="belongs to another project"):
        other.claim(STACK, NEW)

    assert "prefix" in refused.value.detail


@pytest.mark.parametrize(
    ("content", "words"),
    [(b'{"version": 2, "project": "acme/shop", "new": 1}', "newer platformctl"), (b"[]", "damaged")],
)
def test_records_that_we_do_not_know_are_left_alone(
    objects: ObjectRecords, place: Bucket, content: bytes, words: str
) -> None:
    Objects(place).put(place.meta, content)

    with pytest.raises(PlatformError, match=words):
        objects.append(Draft(STACK, "r1", "started"))

    assert [entry.key for entry in everything(place)] == [place.meta]


def test_a_missing_bucket_is_told_for_looks_and_runs(objects: ObjectRecords, place: Bucket, tmp_path: Path) -> None:
    nowhere = store(Bucket(**{**vars(place), "name": "nobody-made-it"}), tmp_path)

    with pytest.raises(PlatformError, match="The bucket is missing"):
        nowhere.heads()
    with pytest.raises(PlatformError, match="The bucket is missing"):
        nowhere.claim(STACK, NEW)


def test_a_story_without_a_state_may_be_taken_over_twice(objects: ObjectRecords, place: Bucket) -> None:
    event = chained(Draft(STACK, "r1", "started"), seq=1, prev="", at="then")
    lease = objects.claim(STACK, NEW)

    objects.adopt(lease, [event], b"", {})
    objects.adopt(lease, [event], b"", {})

    assert objects.events(STACK) == (event,)
    assert objects.read_state(STACK) == b""
    assert objects.verify_chain(STACK) is None
