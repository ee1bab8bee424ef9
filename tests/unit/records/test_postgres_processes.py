"""Several processes on one database: never together on a stack, fenced off when stopped, whole when killed."""

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from tests.postgres import Server, make_server, remove
from tests.unit.records.conftest import PLACE, acting

from platformctl.errors import PlatformError
from platformctl.records.event import Draft, Event
from platformctl.records.lease import Holder
from platformctl.records.postgres import PostgresRecords
from platformctl.records.refusals import StoreLost

STACK = "dev/db/orders"
LATER = Holder.here("run-later", "apply")


@pytest.fixture
def act(postgres_server: Server, database: str, tmp_path: Path) -> Iterator[Any]:
    """Start one of the actors in a process of its own, on the same database."""
    yield from acting(postgres_server.url(database), tmp_path)


@pytest.fixture
def mortal() -> Iterator[Server]:
    """A server of the test's own."""
    server = make_server()
    yield server
    remove(server)


@pytest.fixture
def on_mortal(mortal: Server, tmp_path: Path) -> Iterator[PostgresRecords]:
    """A store on it."""
    records = PostgresRecords(mortal.url(), PLACE, tmp_path / "home")
    yield records
    records.close()


def test_a_holder_that_was_stopped_beyond_its_lease_is_fenced_off_and_its_session_ended(
    postgres: PostgresRecords, act: Any, save: Any, make_state: Any
) -> None:
    process = act("stopped", save(make_state(1)))
    process.stdout.readline()
    process.send_signal(signal.SIGSTOP)
    taken = postgres.claim(STACK, LATER, patience=60)
    postgres.check_out(taken)
    postgres.commit(taken, make_state(1, lineage="two"))

    process.send_signal(signal.SIGCONT)
    told, _ = process.communicate("\n", timeout=60)

    assert told.splitlines() == ["FencedOff", "FencedOff", "FencedOff", "done"]
    assert taken.took_over is not None
    assert taken.fence == 2
    assert postgres.read_state(STACK) == make_state(1, lineage="two")
    assert [event.type for event in postgres.events(STACK)] == ["started"]
    postgres.release(taken)


def test_a_lease_lives_as_long_as_it_is_renewed(act: Any, postgres: PostgresRecords) -> None:
    process = act("holder")
    process.stdout.readline()

    with pytest.raises(PlatformError, match="Somebody else holds"):
        postgres.claim(STACK, LATER, patience=3)

    assert process.poll() is None


def test_a_process_that_is_gone_is_followed_at_once(act: Any, postgres: PostgresRecords) -> None:
    process = act("holder")
    process.stdout.readline()
    os.kill(process.pid, signal.SIGKILL)
    process.wait()

    taken = postgres.claim(STACK, LATER, patience=5)

    assert taken.took_over is not None
    assert taken.took_over.run == "run-held"
    assert not taken.state_changed


def test_a_holder_is_struck_out_while_it_lives(postgres: PostgresRecords, act: Any, save: Any, make_state: Any) -> None:
    process = act("stopped", save(make_state(1)))
    process.stdout.readline()

    postgres.take_away(STACK, 1)
    told, _ = process.communicate("\n", timeout=60)

    assert told.splitlines() == ["FencedOff", "FencedOff", "FencedOff", "done"]
    assert postgres.standing(STACK) is None
    assert postgres.claim(STACK, LATER, patience=5).fence == 2


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL], ids=["stopped", "crashed"])
def test_a_server_that_was_away_in_the_middle_of_a_run_is_found_again(
    mortal: Server, on_mortal: PostgresRecords, make_state: Any, how: signal.Signals
) -> None:
    lease, draft = on_mortal.claim(STACK, LATER), Draft(STACK, LATER.run, "started")
    on_mortal.check_out(lease)
    on_mortal.commit(lease, make_state(1))
    on_mortal.append(draft, lease)
    mortal.stop(how)
    mortal.start()

    on_mortal.commit(lease, make_state(2))
    on_mortal.append(draft, lease)
    on_mortal.append(Draft(STACK, LATER.run, "declined"), lease)
    on_mortal.release(lease)

    assert [event.type for event in on_mortal.events(STACK)] == ["started", "declined"]
    assert on_mortal.read_state(STACK) == make_state(2)
    assert on_mortal.verify_chain(STACK) is None
    assert on_mortal.claim(STACK, LATER).fence == 2


def test_a_session_that_was_lost_takes_terraforms_lock_again(mortal: Server, tmp_path: Path) -> None:
    records = PostgresRecords(mortal.url(), PLACE, tmp_path / "home", lease_seconds=1.0)
    records.claim(STACK, LATER)
    mortal.stop()
    mortal.start()

    held = mortal.wait_for(
        "select count(*) from pg_locks where locktype = 'advisory' and objsubid = 1 having count(*) > 0"
    )
    records.close()

    assert held == [(1,)]


def test_a_server_that_stays_away_is_told_and_nothing_is_taken_for_done(
    mortal: Server, on_mortal: PostgresRecords, make_state: Any
) -> None:
    lease = on_mortal.claim(STACK, LATER)
    on_mortal.check_out(lease)
    mortal.stop()

    with pytest.raises(PlatformError, match="can't be reached") as refused:
        on_mortal.commit(lease, make_state(1))
    mortal.start()

    assert f"127.0.0.1:{mortal.port}/postgres" in refused.value.detail
    assert on_mortal.read_state(STACK) == b""
    assert on_mortal.commit(lease, make_state(1)).serial == 1


def test_a_server_that_crashes_while_events_are_appended_has_each_once(
    mortal: Server, on_mortal: PostgresRecords
) -> None:
    drafts = [Draft(STACK, "run", "judged", {"number": number}) for number in range(300)]
    on_mortal.append(drafts[0])
    crash = Thread(target=crashed, args=(mortal,))
    crash.start()

    events = [appended(on_mortal, draft) for draft in drafts]
    crash.join()

    assert on_mortal.events(STACK) == tuple(events)
    assert [event.id for event in events] == [draft.id for draft in drafts]
    assert on_mortal.verify_chain(STACK) is None


def crashed(server: Server) -> None:
    """Let the server crash in the middle, and start it again."""
    server.stop(signal.SIGKILL)
    server.start()


def appended(records: PostgresRecords, draft: Draft, patience: float = 60) -> Event:
    """Append, asking again for as long as the server is away."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        try:
            return records.append(draft)
        except StoreLost:
            time.sleep(0.1)
    return records.append(draft)


@pytest.mark.parametrize("number", range(4))
def test_those_who_use_a_new_database_first_at_the_same_moment_make_its_tables_once(
    postgres_server: Server, database: str, tmp_path: Path, number: int
) -> None:
    crowd = [PostgresRecords(postgres_server.url(database), PLACE, tmp_path / "home") for _ in range(8)]
    for records in crowd:
        records.heads()  # connected before there is anything
    together = Barrier(len(crowd))

    with ThreadPoolExecutor(len(crowd)) as pool:
        first = [pool.submit(begun, records, f"dev/db/s{at}", together) for at, records in enumerate(crowd)]

    assert [future.result().seq for future in first] == [1] * len(crowd)
    for records in crowd:
        records.close()


def begun(records: PostgresRecords, stack: str, together: Barrier) -> Event:
    """Record a first event at the moment at which all do."""
    together.wait(60)
    return records.append(Draft(stack, "run-1", "started"))
