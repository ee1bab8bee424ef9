"""Real Terraform: an apply whose events lie in a file, and what is left when it is stopped."""

import json
import signal
import stat
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.terraform.conftest import World

from platformctl.errors import Blocked
from platformctl.progress import Event, silent
from platformctl.terraform import alive
from platformctl.terraform.following import apply_failure, flight_of, follow
from platformctl.terraform.saved_plan import PlanFile, is_stale, planned_from, refuse_stale
from platformctl.terraform.state import State, parse_state
from platformctl.terraform.work_folder import ALIVE, WorkFolder

pytestmark = pytest.mark.terraform


def test_an_apply_is_followed_to_a_state_that_equals_the_plan(world: World) -> None:
    world.write({"a": ("1", 0), 'odd ${x} %{y} "é"\n\x01\U0001f600': ("2", 0)})
    work, saved = _planned(world)
    plan = world.terraform.show(work, saved)
    told: list[Event] = []

    running = world.terraform.apply(work, saved)
    flight = list(follow(running, told.append))[-1]

    assert running.poll() == 0
    assert not flight.in_flight
    assert {each.address for each in _state(work).managed} == plan.planned == set(flight.created)
    assert {each.address: each.id for each in _state(work).managed} == flight.created
    assert {event.phase for event in told} >= {"started", "done"}


def test_events_and_state_can_be_read_by_their_owner_only(world: World) -> None:
    work, saved = _planned(world)

    _applied(world, work, saved)

    modes = {stat.S_IMODE(path.stat().st_mode) for path in (*work.applies, work.state)}
    assert modes == {0o600}


def test_a_second_plan_is_empty_and_the_first_is_stale(world: World) -> None:
    work, first = _planned(world)
    _applied(world, work, first)
    early = planned_from(first.path)

    second = world.terraform.plan(work)

    assert not second.has_changes
    assert world.terraform.show(work, second).is_empty
    assert not is_stale(planned_from(second.path), _state(work))
    assert is_stale(early, _state(work))


def test_a_stale_plan_is_refused_before_terraform_starts(world: World) -> None:
    _work, saved = _planned(world)

    with pytest.raises(Blocked):
        refuse_stale(saved, State(serial=3, lineage="another"))


def test_the_state_is_saved_after_each_resource_while_the_apply_goes_on(world: World) -> None:
    world.write({"a": ("1", 0), "slow": ("2", 1.5)})
    work, saved = _planned(world)
    running = world.terraform.apply(work, saved)

    _until(lambda: 'module.this.terraform_data.thing["a"]' in _addresses(work))

    assert running.poll() is None
    assert running.wait() == 0


def test_an_interrupt_ends_the_apply_and_the_account_says_what_failed(world: World) -> None:
    world.write({"a": ("1", 0), "slow": ("2", 30)})
    work, saved = _planned(world)
    running = world.terraform.apply(work, saved)
    _until(lambda: "slow" in str(flight_of(work.applies).in_flight))

    running.interrupt()
    flight = list(follow(running, silent))[-1]

    assert running.poll() == 1
    assert 'module.this.terraform_data.thing["slow"]' in flight.failed
    assert "Terraform could not apply" in str(apply_failure(running, flight))
    assert [each.tainted for each in _state(work).objects if "slow" in each.address] == [True]


def test_a_tainted_object_can_be_kept(world: World) -> None:
    world.write({"slow": ("2", 30)})
    work, saved = _planned(world)
    running = world.terraform.apply(work, saved)
    _until(lambda: "slow" in str(flight_of(work.applies).in_flight))
    running.interrupt()
    running.wait()

    world.terraform.untaint(work, 'module.this.terraform_data.thing["slow"]')

    assert not any(each.tainted for each in _state(work).objects)


def test_an_object_that_no_state_knows_is_imported(world: World) -> None:
    work, _ = _planned(world)

    world.terraform.import_(work, 'module.this.terraform_data.thing["a"]', "the-id")

    assert [(each.address, each.id) for each in _state(work).managed] == [
        ('module.this.terraform_data.thing["a"]', "the-id")
    ]


def test_a_second_apply_of_one_run_has_an_event_file_of_its_own(world: World) -> None:
    work, saved = _planned(world)
    _applied(world, work, saved)

    _applied(world, work, world.terraform.plan(work, "destroy"))

    assert len(work.applies) == 2
    assert _addresses(work) == set()
    assert flight_of(work.applies).gone


def test_terraform_finishes_and_saves_when_its_parent_is_killed(world: World, tmp_path: Path) -> None:
    world.write({"a": ("1", 0), "slow": ("2", 2)})
    work, saved = _planned(world)
    work.close()
    parent = subprocess.Popen([sys.executable, "-c", _PARENT, *_parent_arguments(world, work, saved)])
    _until(lambda: "slow" in str(flight_of(work.applies).in_flight))

    parent.send_signal(signal.SIGKILL)
    parent.wait()

    assert alive.somebody_lives(work.root / ALIVE)
    assert alive.wait_for_survivors(work.root / ALIVE, 20)
    assert 'module.this.terraform_data.thing["slow"]' in _addresses(work)
    assert 'module.this.terraform_data.thing["slow"]' in flight_of(work.applies).created


_PARENT = textwrap.dedent("""
    import json, sys, time
    from pathlib import Path
    from platformctl.progress import silent
    from platformctl.terraform.saved_plan import PlanFile
    from platformctl.terraform.terraform import Terraform
    from platformctl.terraform.work_folder import Source, reopen

    told = json.loads(sys.argv[1])
    source = Source(*(Path(each) for each in told["source"]))
    work = reopen(Path(told["root"]), source)
    terraform = Terraform(Path(told["binary"]), told["environment"], silent)
    terraform.apply(work, PlanFile(work.plan, told["digest"], True))
    time.sleep(60)
""")


def _parent_arguments(world: World, work: WorkFolder, saved: PlanFile) -> list[str]:
    told = {
        "root": str(work.root),
        "source": [str(work.source.project), str(work.source.stack), str(work.source.module)],
        "binary": str(world.terraform.binary),
        "environment": world.terraform.environment,
        "digest": saved.digest,
    }
    return [json.dumps(told)]


def _planned(world: World) -> tuple[WorkFolder, PlanFile]:
    work = world.work()
    world.terraform.init(work)
    return work, world.terraform.plan(work)


def _applied(world: World, work: WorkFolder, saved: PlanFile) -> None:
    running = world.terraform.apply(work, saved)
    assert running.wait() == 0


def _state(work: WorkFolder) -> State:
    state = parse_state(work.state.read_bytes())
    assert isinstance(state, State)
    return state


def _addresses(work: WorkFolder) -> set[str]:
    content = work.state.read_bytes() if work.state.exists() else b""
    state = parse_state(content)
    return {each.address for each in state.managed} if isinstance(state, State) else set()


def _until(claim: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not claim():
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.05)
