"""Several processes on one bucket: they never hold a stack together, lose nothing when killed, and are fenced off."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.objects import ObjectServer, start_objects
from tests.unit.records.conftest import acting

from platformctl.errors import PlatformError
from platformctl.records.event import Draft
from platformctl.records.lease import Holder
from platformctl.records.object_place import Bucket
from platformctl.records.objects import ObjectRecords
from platformctl.sandbox.status import Running

pytestmark = pytest.mark.lifecycle

STACK = "dev/db/orders"
LATER = Holder.here("run-later", "apply")


@pytest.fixture
def act(place: Bucket, tmp_path: Path) -> Iterator[Any]:
    """Start one of the actors in a process of its own, on the same bucket."""
    yield from acting(f"{place.endpoint}/{place.name}/{place.prefix}", tmp_path)


def test_a_holder_that_was_stopped_beyond_its_lease_is_fenced_off(
    objects: ObjectRecords, act: Any, save: Any, make_state: Any
) -> None:
    process = act("stopped", save(make_state(1)))
    process.stdout.readline()
    process.send_signal(signal.SIGSTOP)
    taken = objects.claim(STACK, LATER, patience=60)
    objects.check_out(taken)
    objects.commit(taken, make_state(1, lineage="two"))

    process.send_signal(signal.SIGCONT)
    told, _ = process.communicate("\n", timeout=60)

    assert told.splitlines() == ["FencedOff", "FencedOff", "FencedOff", "done"]
    assert taken.took_over is not None
    assert objects.read_state(STACK) == make_state(1, lineage="two")
    assert [event.type for event in objects.events(STACK)] == ["started"]
    objects.release(taken)


def test_a_process_that_is_gone_is_followed_at_once(objects: ObjectRecords, act: Any) -> None:
    process = act("holder")
    process.stdout.readline()
    os.kill(process.pid, signal.SIGKILL)
    process.wait()

    taken = objects.claim(STACK, LATER, patience=0)

    assert taken.took_over is not None
    assert taken.took_over.run == "run-held"


@pytest.fixture
def mortal(tmp_path: Path) -> Iterator[ObjectServer]:
    """An emulator of the test's own, with a bucket."""
    server = start_objects(tmp_path / "emulator")
    server.new_bucket("records")
    yield server
    server.sandbox.down()


def test_a_store_that_is_down_in_the_middle_is_told_and_nothing_is_taken_for_done(
    mortal: ObjectServer, tmp_path: Path, make_state: Any
) -> None:
    objects = ObjectRecords(mortal.place("p"), tmp_path / "home")
    lease = objects.claim(STACK, LATER)
    objects.check_out(lease)
    mortal.sandbox.down()

    with pytest.raises(PlatformError, match="can't be reached") as refused:
        objects.commit(lease, make_state())
    with pytest.raises(PlatformError, match="can't be reached"):
        objects.append(Draft(STACK, "run-later", "applied"), lease)
    with pytest.raises(PlatformError, match="can't be reached"):
        objects.heads()

    assert mortal.address in refused.value.detail
    objects.close()


def test_a_store_that_comes_back_has_the_commit_and_the_event_tried_again(
    mortal: ObjectServer, tmp_path: Path, make_state: Any
) -> None:
    objects = ObjectRecords(mortal.place("p"), tmp_path / "home")
    lease, draft = objects.claim(STACK, LATER), Draft(STACK, "run-later", "applied")
    objects.check_out(lease)
    emulator = pid_of(mortal)
    os.kill(emulator, signal.SIGSTOP)  # what it is asked now it does later, and nobody hears of it
    with pytest.raises(PlatformError, match="can't be reached"):
        objects.append(draft, lease)
    os.kill(emulator, signal.SIGCONT)

    event, mark = objects.append(draft, lease), objects.commit(lease, make_state(2))

    assert objects.append(draft, lease) == event
    assert (mark.serial, objects.read_state(STACK)) == (2, make_state(2))
    objects.release(lease)


def pid_of(server: ObjectServer) -> int:
    status = server.sandbox.status()
    assert isinstance(status, Running)
    return status.pid
