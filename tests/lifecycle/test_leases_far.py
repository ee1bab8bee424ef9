"""Leases on the stores that several reach, from the command line: who has what, taken away, waited for."""

import subprocess

import pytest
from tests.lifecycle.remote import Remote
from tests.terminal import terminal

pytestmark = pytest.mark.lifecycle
STACK = "desk/note/one"
CREATE = ("create", "note", "one", "--yes")
BETTER, OTHER = (("change", STACK, "--text", text) for text in ("better", "other"))
REASON = "the laptop was stolen"


def test_a_lease_is_seen_and_taken_away_from_afar_and_its_holder_changes_nothing_more(remote: Remote) -> None:
    here, there = remote.project, remote.elsewhere()
    here.run(*CREATE)

    with terminal(here, *BETTER) as person:
        person.wait_for("Do it? [y/N]")
        listed = there.run("leases", "list", "--output", "json")
        released = there.run("leases", "release", STACK, "--reason", REASON, "--yes", "--output", "json")
        changed = there.run(*OTHER, "--yes")
        person.type("y\n")
        refused = person.end()

    (lease,) = listed.document["leases"]
    assert (lease["stack"], lease["alive"], lease["holder"]["pid"]) == (STACK, True, person.process.pid)
    assert (released.code, changed.code, refused) == (0, 0, 4)
    assert here.run("outputs", STACK, "text").stdout == "other\n"
    assert there.run("leases", "list", "--output", "json").document["leases"] == []
    told = [event["body"]["reason"] for event in there.events(STACK) if event["type"] == "released"]
    assert told == [REASON]
    assert there.run("plan", "--detailed-exitcode").code == 0


def test_who_waits_is_told_for_whom_and_has_their_turn(remote: Remote) -> None:
    here, there = remote.project, remote.elsewhere()
    here.run(*CREATE)

    with terminal(here, *BETTER) as person:
        person.wait_for("Do it? [y/N]")
        impatient = there.run(*OTHER, "--yes", "--wait", "1s")
        patient = there.start(*OTHER, "--yes", "--wait", "9m", stderr=subprocess.PIPE)
        assert patient.stderr is not None
        waiting = next(line for line in patient.stderr if str(person.process.pid) in line)
        person.type("y\n")
        first = person.end()
    _, told = patient.communicate(timeout=300)

    assert (first, impatient.code, patient.returncode) == (0, 4, 0), told
    assert "lease" in waiting
    assert "the stack is free" in told
    assert here.run("outputs", STACK, "text").stdout == "other\n"
