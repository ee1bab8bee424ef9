"""The files of a run stay for as long as they may be needed, come back to the byte, and are never taken for others."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from platformctl.errors import PlatformError
from platformctl.records.event import Draft
from platformctl.records.facts import RunFacts
from platformctl.records.head import Head
from platformctl.records.kept import KeptMark
from platformctl.records.lease import Holder
from platformctl.records.local import LocalRecords
from platformctl.records.refusals import FencedOff, RecordsDamaged
from platformctl.records.run import Ending, open_run, resume_run
from platformctl.records.schema import KEPT
from platformctl.records.store import Records

STACK, OTHER = "dev/db/orders", "dev/db/users"
FIRST = {"stacks/dev/db/orders/main.tf": b"first\n", "vendor/modules/db/1.0.0/main.tf": b"\x00\xff"}
PATH_CHARACTERS = st.characters(codec="utf-8", exclude_characters="\0")  # no path can hold a NUL
SECOND = {**FIRST, "stacks/dev/db/orders/main.tf": b"second\n"}


def ran(
    records: Records, run_id: str, files: Mapping[str, bytes], ending: Ending = "applied", stack: str = STACK
) -> Head:
    """Run to an outcome; return the head."""
    with open_run(records, stack, Holder.here(run_id, "apply"), RunFacts()) as run:
        run.keep(files)
        run.event("applying")
        run.finish(ending)
    return head_of(records, stack)


def broken_off(records: Records, run_id: str, files: Mapping[str, bytes]) -> None:
    """Leave a run without an outcome, after it began to apply."""
    with pytest.raises(PlatformError, match="Killed"):
        begun(records, run_id, files)


def begun(records: Records, run_id: str, files: Mapping[str, bytes]) -> None:
    """Begin to apply, and come no further."""
    with open_run(records, STACK, Holder.here(run_id, "apply"), RunFacts()) as run:
        run.keep(files)
        run.event("applying")
        raise PlatformError("Killed")


def settled(records: Records, verdict: str) -> Head:
    """Settle it."""
    with resume_run(records, STACK, Holder.here("later", "settle")) as run:
        assert run is not None
        run.finish("settled", {"verdict": verdict})
    return head_of(records, STACK)


def head_of(records: Records, stack: str) -> Head:
    head = records.head(stack)
    assert head is not None
    return head


def files_of(records: Records, head: Head) -> Mapping[str, bytes]:
    assert head.kept is not None
    return records.kept(head.stack, head.kept)


def test_the_files_of_the_last_applied_run_come_back_to_the_byte(records: Records) -> None:
    head = ran(records, "r1", FIRST)

    assert head.kept is not None
    assert head.kept.run == "r1"
    assert files_of(records, head) == FIRST
    assert records.verify_chain(STACK) is None
    assert records.rebuild_head(STACK) == head


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files=st.dictionaries(st.text(PATH_CHARACTERS, min_size=1), st.binary(), max_size=5))
def test_whatever_is_kept_comes_back(records: Records, files: Mapping[str, bytes]) -> None:
    assert files_of(records, ran(records, "r1", files)) == files


def test_a_later_run_takes_the_place_of_the_one_before(records: Records) -> None:
    before = ran(records, "r1", FIRST)

    after = ran(records, "r2", SECOND)

    assert files_of(records, after) == SECOND
    with pytest.raises(RecordsDamaged):
        files_of(records, before)


def test_what_is_destroyed_needs_no_files_any_more(records: Records) -> None:
    before = ran(records, "r1", FIRST)

    after = ran(records, "r2", SECOND, "destroyed")

    assert after.kept is None
    with pytest.raises(RecordsDamaged):
        files_of(records, before)


@pytest.mark.parametrize("verdict", ["complete", "partial"])
def test_a_run_that_was_broken_off_and_made_something_leaves_its_files(records: Records, verdict: str) -> None:
    ran(records, "r1", FIRST)
    broken_off(records, "r2", SECOND)

    assert files_of(records, head_of(records, STACK)) == SECOND
    assert files_of(records, settled(records, verdict)) == SECOND


def test_a_run_that_turns_out_not_to_have_begun_leaves_those_of_the_one_before(records: Records) -> None:
    ran(records, "r1", FIRST)
    broken_off(records, "r2", SECOND)

    assert files_of(records, settled(records, "not-started")) == FIRST


def test_a_run_that_said_no_leaves_those_of_the_one_before(records: Records) -> None:
    ran(records, "r1", FIRST)
    with open_run(records, STACK, Holder.here("r2", "apply"), RunFacts()) as run:
        run.keep(SECOND)
        run.finish("declined")

    assert files_of(records, head_of(records, STACK)) == FIRST


def test_keeping_twice_keeps_once(records: Records, make_holder: Any) -> None:
    lease = records.claim(STACK, make_holder())

    assert records.keep(lease, FIRST) == records.keep(lease, FIRST)
    assert records.kept(STACK, records.keep(lease, SECOND)) == SECOND


def test_under_an_old_fence_nothing_is_kept(records: Records, make_holder: Any) -> None:
    lease = records.claim(STACK, make_holder())
    records.release(lease)

    with pytest.raises(FencedOff):
        records.keep(lease, FIRST)


def test_files_of_another_digest_are_not_given_out(records: Records) -> None:
    ran(records, "r1", FIRST)

    with pytest.raises(RecordsDamaged, match="not what was kept"):
        records.kept(STACK, KeptMark(run="r1", digest="0" * 64))


def contents(store: Path) -> list[bytes]:
    """Read what the store holds, whoever uses it."""
    with closing(sqlite3.connect(store / "records.db")) as connection:
        return sorted(row[0] for row in connection.execute("select content from kept_content"))


def test_a_content_is_there_once_and_goes_with_the_last_who_uses_it(local: LocalRecords, store: Path) -> None:
    ran(local, "r1", FIRST)
    ran(local, "r2", SECOND, stack=OTHER)
    assert contents(store) == sorted({*FIRST.values(), *SECOND.values()})

    ran(local, "r3", SECOND, "destroyed", stack=OTHER)

    assert contents(store) == sorted(FIRST.values())


def test_a_content_that_was_changed_in_the_store_is_not_given_out(local: LocalRecords, store: Path) -> None:
    head = ran(local, "r1", FIRST)
    with closing(sqlite3.connect(store / "records.db", isolation_level=None)) as connection:
        connection.execute("update kept_content set content = ? where content = ?", (b"evil\n", b"first\n"))

    with pytest.raises(RecordsDamaged, match="not what was kept"):
        files_of(local, head)


def begun_by_an_earlier_version(local: LocalRecords, store: Path) -> None:
    """Make records as version 1 made them."""
    local.append(Draft(STACK, "r0", "started"))
    local.append(Draft(STACK, "r0", "declined"))
    local.close()
    with closing(sqlite3.connect(store / "records.db", isolation_level=None)) as connection:
        for table in ["review", "orphan", *[line.split()[2] for line in KEPT if line.startswith("create table")][::-1]]:
            connection.execute(f"drop table {table}")
        connection.execute("alter table meta drop column project")
        connection.execute("alter table lease drop column expires")
        connection.execute("update meta set version = 1")


def test_records_of_an_earlier_version_are_read_as_they_are_and_grow_with_the_first_run(
    local: LocalRecords, store: Path
) -> None:
    begun_by_an_earlier_version(local, store)
    before = (store / "records.db").read_bytes()
    assert len(local.events(STACK)) == 2
    assert local.orphans(STACK) == {}
    assert local.reviews(STACK) == ()
    assert (store / "records.db").read_bytes() == before

    head = ran(local, "r1", FIRST)

    assert files_of(local, head) == FIRST
    assert local.verify_chain(STACK) is None
