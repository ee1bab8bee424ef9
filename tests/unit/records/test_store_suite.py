"""What every store promises; a new store joins in conftest.py and changes nothing here."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from platformctl.errors import Busy, PlatformError
from platformctl.records.event import Draft
from platformctl.records.refusals import FencedOff, StateRefused
from platformctl.records.store import Records

STACK = "dev/db/orders"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def test_events_come_back_in_order_and_chained(records: Records) -> None:
    first = records.append(Draft(STACK, "r1", "started"))
    second = records.append(Draft(STACK, "r1", "planned", {"changes": 3}))

    events = records.events(STACK)

    assert events == (first, second)
    assert [event.seq for event in events] == [1, 2]
    assert second.prev == first.hash


def test_the_newest_events_come_oldest_first(records: Records) -> None:
    records.append(Draft(STACK, "r1", "started"))
    second = records.append(Draft(STACK, "r1", "planned"))
    third = records.append(Draft(STACK, "r1", "judged"))

    assert records.events(STACK, newest=2) == (second, third)


def test_a_draft_sent_twice_is_recorded_once(records: Records) -> None:
    draft = Draft(STACK, "r1", "started", {"n": 1})
    first = records.append(draft)
    records.append(Draft(STACK, "r1", "planned"))

    again = records.append(draft)

    assert again == first
    assert len(records.events(STACK)) == 2


def test_an_id_used_for_something_else_is_refused(records: Records) -> None:
    records.append(Draft(STACK, "r1", "started", id="same"))

    with pytest.raises(PlatformError, match="id was used twice"):
        records.append(Draft(STACK, "r1", "planned", id="same"))

    assert len(records.events(STACK)) == 1


def test_looking_at_a_store_that_is_not_there_finds_nothing(records: Records) -> None:
    assert records.events(STACK) == ()
    assert records.head(STACK) is None
    assert records.heads() == ()
    assert records.standing(STACK) is None
    assert records.verify_chain(STACK) is None
    assert records.rebuild_head(STACK) is None
    assert records.read_state(STACK) == b""


def test_each_stack_has_a_chain_of_its_own(records: Records) -> None:
    records.append(Draft("dev/db/aa", "r1", "started"))
    other = records.append(Draft("dev/db/bb", "r2", "started"))

    assert other.seq == 1
    assert records.events("dev/db/bb") == (other,)


def test_heads_are_those_of_one_environment_if_it_is_named(records: Records) -> None:
    records.append(Draft("prod/db/aa", "r1", "started"))
    records.append(Draft("dev/db/bb", "r2", "started"))
    records.append(Draft("dev2/db/cc", "r3", "started"))

    assert [head.stack for head in records.heads()] == ["dev/db/bb", "dev2/db/cc", "prod/db/aa"]
    assert [head.stack for head in records.heads("dev")] == ["dev/db/bb"]


def test_a_head_rebuilt_from_the_events_is_the_same(records: Records) -> None:
    records.append(Draft(STACK, "r1", "started", {"facts": {"who": "ada"}}))
    records.append(Draft(STACK, "r1", "applying"))
    records.append(Draft(STACK, "r1", "applied", {"state": {"sha256": "f" * 64, "serial": 4}}))
    before = records.head(STACK)

    rebuilt = records.rebuild_head(STACK)

    assert rebuilt == before
    assert records.verify_chain(STACK) is None


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.dictionaries(st.text().filter(lambda key: key not in {"outputs", "state"}), JSON, max_size=4))
def test_whatever_a_body_says_comes_back_and_verifies(records: Records, body: dict[str, Any]) -> None:
    event = records.append(Draft("dev/db/any", "r1", "judged", body))

    found = records.events("dev/db/any", newest=1)[0]

    assert found == event
    assert found.body == body
    assert found.expected_hash == found.hash


def test_a_secret_among_the_outputs_is_not_recorded(records: Records) -> None:
    body: dict[str, Any] = {"outputs": {"password": {"sensitive": True, "value": "hunter2"}}}

    with pytest.raises(PlatformError) as refused:
        records.append(Draft(STACK, "r1", "applied", body))

    assert "hunter2" not in refused.value.detail
    assert refused.value.__suppress_context__
    assert records.events(STACK) == ()
    assert records.head(STACK) is None


def test_the_second_claim_is_told_who_holds_the_stack(records: Records, make_holder: Any) -> None:
    records.claim(STACK, make_holder("run-1"))

    with pytest.raises(Busy) as refused:
        records.claim(STACK, make_holder("run-2"), patience=0)

    assert "run run-1 (platformctl create" in refused.value.detail
    assert refused.value.exit_code == 4


def test_claims_of_different_stacks_do_not_meet(records: Records, make_holder: Any) -> None:
    records.claim("dev/db/aa", make_holder())

    assert records.claim("dev/db/bb", make_holder()).fence == 1


def test_fences_grow_with_every_claim(records: Records, make_holder: Any) -> None:
    first = records.claim(STACK, make_holder())
    records.release(first)

    second = records.claim(STACK, make_holder())

    assert (first.fence, second.fence) == (1, 2)
    assert second.took_over is None


def test_a_lease_given_back_can_write_nothing(records: Records, make_holder: Any, make_state: Any) -> None:
    lease = records.claim(STACK, make_holder())
    records.check_out(lease)
    records.release(lease)

    with pytest.raises(FencedOff):
        records.commit(lease, make_state())
    with pytest.raises(FencedOff):
        records.append(Draft(STACK, "run-1", "applying"), lease)

    assert records.read_state(STACK) == b""
    assert records.events(STACK) == ()


def test_an_old_fence_can_write_nothing_while_another_holds(records: Records, make_holder: Any) -> None:
    old = records.claim(STACK, make_holder("run-1"))
    records.release(old)
    records.claim(STACK, make_holder("run-2"))

    with pytest.raises(FencedOff):
        records.check_out(old)


def test_who_holds_a_stack_is_seen_until_it_is_given_back(records: Records, make_holder: Any) -> None:
    lease = records.claim(STACK, make_holder("run-1"))
    during = records.standing(STACK)
    records.release(lease)

    assert during is not None
    assert during.alive
    assert during.holder.run == "run-1"
    assert records.standing(STACK) is None


def test_a_committed_state_is_read_back_byte_for_byte(records: Records, make_holder: Any, make_state: Any) -> None:
    lease = records.claim(STACK, make_holder())
    assert records.check_out(lease) == b""

    mark = records.commit(lease, make_state(3))

    assert mark.serial == 3
    assert records.read_state(STACK) == make_state(3)
    records.release(lease)
    assert records.check_out(records.claim(STACK, make_holder())) == make_state(3)


@pytest.mark.parametrize(
    "offered",
    [b"{", b"", b"[]", b'{"version": 4', b"\xff\xfe"],
    ids=["torn", "empty", "no object", "cut off", "no text"],
)
def test_bytes_that_are_no_state_are_not_committed(
    records: Records, make_holder: Any, make_state: Any, offered: bytes
) -> None:
    lease = records.claim(STACK, make_holder())
    records.check_out(lease)
    records.commit(lease, make_state(3))

    with pytest.raises(StateRefused):
        records.commit(lease, offered)

    assert records.read_state(STACK) == make_state(3)


@pytest.mark.parametrize(("serial", "lineage"), [(2, "one"), (4, "two")], ids=["lower serial", "other lineage"])
def test_a_state_of_another_story_is_not_committed(
    records: Records, make_holder: Any, make_state: Any, serial: int, lineage: str
) -> None:
    lease = records.claim(STACK, make_holder())
    records.check_out(lease)
    records.commit(lease, make_state(3))

    with pytest.raises(StateRefused, match="can't follow"):
        records.commit(lease, make_state(serial, lineage))

    assert records.read_state(STACK) == make_state(3)


def test_the_same_serial_with_other_bytes_is_committed(records: Records, make_holder: Any, make_state: Any) -> None:
    lease = records.claim(STACK, make_holder())
    records.check_out(lease)
    first = records.commit(lease, make_state(3))

    second = records.commit(lease, make_state(3, pad=10))

    assert first.sha256 != second.sha256
    assert records.read_state(STACK) == make_state(3, pad=10)


def test_a_shorter_state_leaves_nothing_of_the_longer_one(records: Records, make_holder: Any, make_state: Any) -> None:
    lease = records.claim(STACK, make_holder())
    records.check_out(lease)
    records.commit(lease, make_state(3, pad=50_000))

    records.commit(lease, make_state(4))

    assert records.read_state(STACK) == make_state(4)
