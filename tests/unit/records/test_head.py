"""What the events make of a stack's status, its runs, its outputs."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from platformctl.records.event import Draft, Event, EventType, chained
from platformctl.records.facts import PublicOutput, SensitiveOutput
from platformctl.records.head import Head, after, head_of

STACK = "dev/db/orders"
APPLIED = ["started", "planned", "judged", "applying", "applied"]


def told(head: Head | None, type_: EventType, body: Mapping[str, Any] | None = None, run: str = "r1") -> Head:
    """Add one event."""
    head = head or Head(stack=STACK)
    return after(head, event(type_, head, body, run))


def event(type_: EventType, head: Head, body: Mapping[str, Any] | None = None, run: str = "r1") -> Event:
    """Make the event that follows a head."""
    return chained(Draft(STACK, run, type_, body or {}), seq=head.seq + 1, prev=head.hash, at=f"t{head.seq}")


def told_all(*types: Any, run: str = "r1", head: Head | None = None) -> Head:
    """Add events of one run; `settled:VERDICT` carries its verdict."""
    for one in types:
        type_, _, verdict = one.partition(":")
        head = told(head, type_, {"verdict": verdict} if verdict else {}, run)
    return head or Head(stack=STACK)


@pytest.mark.parametrize(
    ("types", "status", "unfinished"),
    [
        (["started"], "planned", "r1"),
        (["started", "planned", "judged"], "planned", "r1"),
        (["started", "failed"], "failed", None),
        (["started", "planned", "blocked"], "planned", None),
        (["started", "planned", "declined"], "planned", None),
        (["started", "planned", "interrupted"], "planned", None),
        (["started", "settled:not-started"], "planned", None),
        (["started", "applying"], "applying", "r1"),
        (APPLIED, "applied", None),
        (["started", "applying", "failed"], "failed", None),
        (["started", "applying", "interrupted"], "interrupted", "r1"),
        (["started", "applying", "interrupted", "applied"], "applied", None),
        (["started", "applying", "settled:complete"], "applied", None),
        (["started", "applying", "settled:partial"], "failed", None),
        (["started", "applying", "settled:not-started"], "planned", None),
        (["started", "applying", "settled:destroyed"], "destroyed", None),
        (["started", "applying", "destroyed"], "destroyed", None),
        (["started", "applying", "judged", "blocked"], "failed", None),
    ],
)
def test_the_status_of_a_new_stack(types: list[str], status: str, unfinished: str | None) -> None:
    head = told_all(*types)

    assert (head.status, head.unfinished) == (status, unfinished)


@pytest.mark.parametrize(
    ("types", "status"),
    [
        (["started"], "applied"),
        (["started", "failed"], "applied"),
        (["started", "planned", "blocked"], "applied"),
        (["started", "interrupted"], "applied"),
        (["started", "applying"], "applying"),
        (["started", "applying", "failed"], "failed"),
        (["started", "applying", "settled:not-started"], "applied"),
        (["started", "applying", "destroyed"], "destroyed"),
    ],
)
def test_the_status_of_a_stack_that_was_applied_before(types: list[str], status: str) -> None:
    before = told_all(*APPLIED)

    assert told_all(*types, run="r2", head=before).status == status


def test_a_killed_apply_is_seen_as_interrupted_once_nobody_lives() -> None:
    head = told_all("started", "applying")

    assert head.status_now(alive=True) == "applying"
    assert head.status_now(alive=False) == "interrupted"


def test_the_facts_of_the_last_applied_run_outlive_a_failed_one() -> None:
    facts = {"who": "ada", "commit": "c1", "module": {"name": "db", "version": "1.0.0", "digest": "sha256:1"}}
    head = told(None, "started", {"facts": facts})
    head = told_all("applying", "applied", head=head)

    head = told_all("started", "applying", "failed", run="r2", head=head)

    assert head.last_run is not None
    assert (head.last_run.id, head.last_run.outcome) == ("r2", "failed")
    assert head.last_applied is not None
    assert (head.last_applied.id, head.last_applied.facts.commit) == ("r1", "c1")


def test_outputs_and_state_are_those_last_told() -> None:
    body = {"outputs": {"url": {"value": "x"}, "password": {"sensitive": True}}, "state": {"sha256": "f", "serial": 4}}
    head = told(told_all("started", "applying"), "applied", body)

    head = told_all("started", "planned", "declined", run="r2", head=head)

    assert head.outputs == {"url": PublicOutput(value="x"), "password": SensitiveOutput()}
    assert head.state is not None
    assert head.state.serial == 4


def test_a_destroyed_stack_has_no_outputs_and_nothing_applied() -> None:
    head = told(told_all("started", "applying"), "applied", {"outputs": {"url": {"value": "x"}}})

    head = told_all("started", "applying", "destroyed", run="r2", head=head)

    assert head.outputs == {}
    assert head.last_applied is None


def test_an_unknown_verdict_is_refused() -> None:
    with pytest.raises(ValueError, match="not-started"):
        told_all("started", "applying", "settled:fine")


@given(st.lists(st.sampled_from(["started", "planned", "applying", "applied", "failed", "interrupted", "destroyed"])))
def test_folding_one_by_one_and_all_at_once_agree(types: list[EventType]) -> None:
    head, chain = Head(stack=STACK), []
    for number, type_ in enumerate(types):
        chain.append(event(type_, head, run=f"r{number // 3}"))
        head = after(head, chain[-1])

    assert (head_of(STACK, chain) or Head(stack=STACK)) == head
    assert Head.model_validate_json(head.model_dump_json()) == head
