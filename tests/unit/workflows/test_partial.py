"""An apply that fails on the way: how far it came is told at once, and by `show` later."""

import pytest
from tests.unit.projects import make_stack
from tests.unit.workflows.world import ONE, TWO, Script, World, change, said, state

from platformctl.errors import PlatformError
from platformctl.project.project import load_project
from platformctl.records.facts import PartialApply
from platformctl.stacks.stack import Stack
from platformctl.workflows.realise import realise
from platformctl.workflows.standing import standing

THREE = f"{TWO}-not-started"
HALF_WAY = Script(
    exit=1,
    changes=(change(ONE), change(TWO), change(THREE)),
    events=(
        said("apply_start", ONE),
        said("apply_complete", ONE),
        said("apply_start", TWO),
        said("apply_errored", TWO),
    ),
)


@pytest.fixture
def stack(world: World) -> Stack:
    return make_stack(world.project)


def test_the_error_says_how_far_it_came_and_what_goes_on_from_there(world: World, stack: Stack) -> None:
    world.script = HALF_WAY

    with pytest.raises(PlatformError, match="Terraform could not apply") as failed:
        realise(stack, "create", world.ports())

    lines = [line.partition(":")[0] for line in failed.value.detail.splitlines()]
    assert lines[-3:] == ["Made", "Failed", "Not started"]
    assert failed.value.hint.startswith(f"platformctl apply {stack.id} ")


def test_show_says_how_far_it_came_until_it_is_finished(world: World, stack: Stack) -> None:
    world.script = HALF_WAY
    with pytest.raises(PlatformError):
        realise(stack, "create", world.ports())
    project = load_project(world.project.root)
    half_way = standing(project, world.records, stack.id)
    world.script = Script(left=state(2, ONE))

    realise(stack, "apply", world.ports())

    assert half_way.partial == PartialApply(made=(ONE,), failed=(TWO,), not_started=(THREE,))
    assert standing(project, world.records, stack.id).partial is None
