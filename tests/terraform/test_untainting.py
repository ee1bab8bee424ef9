"""Real Terraform: what a signal broke off is kept where a plan leaves it in its place, and only there."""

import time
from collections.abc import Callable

import pytest
from tests.terraform.conftest import World

from platformctl.terraform.following import flight_of
from platformctl.terraform.work_folder import WorkFolder
from platformctl.workflows.untainting import whole

pytestmark = pytest.mark.terraform
SLOW = 'module.this.terraform_data.thing["slow"]'


def broken_off(world: World) -> WorkFolder:
    """Have an apply interrupted while it makes something slow."""
    world.write({"slow": ("2", 60)})
    work = world.work()
    world.terraform.init(work)
    running = world.terraform.apply(work, world.terraform.plan(work))
    until(lambda: "slow" in str(flight_of(work.applies).in_flight))
    running.interrupt()
    running.wait()
    return work


def until(claim: Callable[[], bool]) -> None:
    """Wait until it is so, for a minute at most."""
    end = time.monotonic() + 60
    while not claim() and time.monotonic() < end:
        time.sleep(0.05)


def test_what_a_plan_leaves_in_its_place_is_whole_and_looking_changes_nothing(world: World) -> None:
    work = broken_off(world)
    before = work.state.read_bytes()

    found = whole(world.terraform, work, [SLOW])

    assert found == (SLOW,)
    assert work.state.read_bytes() == before
    assert not work.plan_json.exists()


def test_what_is_not_asked_for_any_more_is_not_whole(world: World) -> None:
    work = broken_off(world)
    (work.stack / "terraform.tfvars.json").write_text('{"things": {}}')

    assert whole(world.terraform, work, [SLOW]) == ()


def test_where_no_plan_can_be_made_nothing_is_called_whole(world: World) -> None:
    work = broken_off(world)
    before = work.state.read_bytes()
    (work.stack / "terraform.tfvars.json").write_text('{"things": "none"}')

    assert whole(world.terraform, work, [SLOW]) == ()
    assert work.state.read_bytes() == before
