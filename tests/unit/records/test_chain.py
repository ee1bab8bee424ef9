"""A chain that somebody changed by hand is found out, at the first place."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from platformctl.records.event import Draft
from platformctl.records.local import LocalRecords
from platformctl.records.refusals import RecordsDamaged

STACK = "dev/db/orders"


@pytest.fixture
def told(local: LocalRecords) -> LocalRecords:
    """A stack with four events."""
    local.append(Draft(STACK, "r1", "started", {"facts": {"who": "ada"}}))
    local.append(Draft(STACK, "r1", "planned", {"changes": 3}))
    local.append(Draft(STACK, "r1", "applying"))
    local.append(Draft(STACK, "r1", "applied", {"state": {"sha256": "f" * 64, "serial": 4}}))
    return local


def tamper(store: Path, statement: str) -> None:
    """Change the records behind platformctl's back."""
    with closing(sqlite3.connect(store / "records.db", isolation_level=None)) as connection:
        connection.executescript(statement)


def test_an_untouched_chain_holds(told: LocalRecords) -> None:
    assert told.verify_chain(STACK) is None


@pytest.mark.parametrize(
    ("statement", "seq", "reason"),
    [
        ("update event set body = '{\"changes\":4}' where seq = 2", 2, "changed after"),
        ("update event set at = '2020-01-01' where seq = 2", 2, "changed after"),
        ("update event set type = 'judged' where seq = 2", 2, "changed after"),
        ("update event set run = 'r9' where seq = 1", 1, "changed after"),
        ("update event set prev = 'x' where seq = 3", 3, "does not follow"),
        ("update event set hash = 'x' where seq = 2", 2, "changed after"),
        ("delete from event where seq = 2", 2, "event 2 is missing"),
        ("delete from event where seq = 1", 1, "event 1 is missing"),
        ("delete from event where seq = 4", 4, "the head knows"),
        ("delete from event", 1, "the head knows"),
        ("update event set body = 'no json' where seq = 3", 3, "not what platformctl writes"),
        ("update event set body = '[1]' where seq = 3", 3, "not what platformctl writes"),
        ("update event set type = 'blessed' where seq = 3", 3, "not what platformctl writes"),
        ("update event set at = x'ff00' where seq = 3", 3, "not what platformctl writes"),
        ("update event set seq = 9 where seq = 2; update event set seq = 2 where seq = 3", 2, "does not follow"),
        ("delete from head", 4, "the head does not say"),
        ("update head set body = replace(body, 'applied', 'destroyed')", 4, "the head does not say"),
        ("update head set body = 'nonsense'", 4, "the head does not say"),
    ],
)
def test_a_change_by_hand_is_named(told: LocalRecords, store: Path, statement: str, seq: int, reason: str) -> None:
    tamper(store, statement)

    found = told.verify_chain(STACK)

    assert found is not None
    assert (found.stack, found.seq) == (STACK, seq)
    assert reason in found.reason


def test_a_head_changed_by_hand_is_mended_from_the_events(told: LocalRecords, store: Path) -> None:
    whole = told.head(STACK)
    tamper(store, "update head set body = 'nonsense'")

    rebuilt = told.rebuild_head(STACK)

    assert rebuilt == whole
    assert told.head(STACK) == whole
    assert told.verify_chain(STACK) is None


def test_reading_a_changed_event_that_makes_no_sense_is_an_error(told: LocalRecords, store: Path) -> None:
    tamper(store, "update event set type = 'blessed' where seq = 3")

    with pytest.raises(RecordsDamaged) as refused:
        told.events(STACK)

    assert "event 3" in refused.value.detail


def test_another_stacks_chain_is_not_blamed(told: LocalRecords, store: Path, request: Any) -> None:
    told.append(Draft("dev/db/other", "r2", "started"))
    tamper(store, f"delete from event where stack = '{STACK}' and seq = 2")

    assert told.verify_chain("dev/db/other") is None
