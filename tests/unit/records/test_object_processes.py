"""Several processes on one bucket: they never hold a stack together, lose nothing when killed, and are fenced off."""

import os
import random
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


def crowd_of_claimers(act: Any, count: int) -> list[str]:
    """Let eight processes claim the same stack again and again; return what each claim told."""
    crowd = [act("claimer", count) for _ in range(8)]
    told = [process.communicate(timeout=900)[0].splitlines() for process in crowd]
    assert [process.returncode for process in crowd] == [0] * 8
    return [line for lines in told for line in lines]


def test_eight_processes_never_hold_a_stack_in_a_bucket_together(act: Any) -> None:
    lines = crowd_of_claimers(act, 10)

    assert {line.split()[1] for line in lines} == {"alone"}
    assert sorted(int(line.split()[0]) for line in lines) == list(range(1, 81))


@pytest.mark.campaign
@pytest.mark.parametrize("count", [50, 200])
def test_eight_processes_with_many_claims_never_hold_a_stack_together(act: Any, count: int) -> None:
    lines = crowd_of_claimers(act, count)

    assert {line.split()[1] for line in lines} == {"alone"}
    assert sorted(int(line.split()[0]) for line in lines) == list(range(1, 8 * count + 1))


def test_kills_while_appending_lose_no_acknowledged_event(objects: ObjectRecords, act: Any) -> None:
    seed = random.randrange(10**6)  # told when the test fails; repeats the run

    told, _ = act("appender", 10, seed).communicate(timeout=300)

    counts = [int(line) for line in told.splitlines()]
    assert len(counts) == 10, seed
    assert objects.verify_chain(STACK) is None, seed
    assert len(objects.events(STACK)) in {counts[-1], counts[-1] + 1}, seed
    assert objects.heads("dev") == (objects.head(STACK),), seed


def test_kills_within_runs_lose_no_commit_and_leave_a_true_record(objects: ObjectRecords, act: Any) -> None:
    seed = random.randrange(10**6)

    told, _ = act("runner", 8, seed).communicate(timeout=300)

    lines = told.splitlines()
    assert len(lines) == 8, seed
    assert {line.split(" ", 1)[1] for line in lines} == {"kept closed"}, (seed, lines)
    assert objects.verify_chain(STACK) is None, seed


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
