"""The account of an apply."""

from platformctl.terraform.diagnostics import Diagnostic
from platformctl.terraform.events import ApplyEvent, ResourceDone, ResourceFailed, ResourceProgress, ResourceStarted
from platformctl.terraform.flight import Flight, account


def test_what_was_asked_for_and_not_answered_is_in_flight() -> None:
    flight = account([ResourceStarted("a", "create"), ResourceProgress("a", "create", 10)])

    assert flight.in_flight == {"a": "create"}
    assert flight.started


def test_what_was_created_has_its_id() -> None:
    flight = account([ResourceStarted("a", "create"), ResourceDone("a", "create", "i-1", 3)])

    assert (flight.in_flight, flight.created) == ({}, {"a": "i-1"})


def test_a_replacement_ends_with_the_new_id() -> None:
    events: list[ApplyEvent] = [
        ResourceStarted("a", "delete", "i-1"),
        ResourceDone("a", "delete", "", 1),
        ResourceStarted("a", "create"),
        ResourceDone("a", "create", "i-2", 1),
    ]

    assert account(events) == Flight(created={"a": "i-2"})


def test_what_is_destroyed_is_gone() -> None:
    created = account([ResourceDone("a", "create", "i-1", 1)])

    assert account([ResourceDone("a", "delete", "", 1)], created) == Flight(gone=frozenset({"a"}))


def test_a_failure_keeps_its_complaint() -> None:
    complaint = Diagnostic("error", "No")

    flight = account([ResourceStarted("a", "create"), ResourceFailed("a", "create", 2), complaint])

    assert flight == Flight(failed=frozenset({"a"}), complaints=(complaint,))


def test_before_the_first_request_nothing_has_started() -> None:
    assert not account([]).started
