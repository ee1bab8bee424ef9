"""What was agreed on once is what is done: nothing that was not shown, nothing left out but what need not change."""

import pytest
from tests.unit.projects import make_stack
from tests.unit.workflows.world import ONE, TWO, World, change

from platformctl.errors import Blocked
from platformctl.stacks.stack import Stack
from platformctl.terraform.plan import Action, Plan, ResourceChange
from platformctl.workflows.agreement import Agreement
from platformctl.workflows.results import Preview

MADE, CHANGED, DESTROYED = change(ONE), change(ONE, Action.UPDATE), change(ONE, Action.DELETE)
OTHER, OTHER_CHANGED = change(TWO), change(TWO, Action.UPDATE)


@pytest.fixture
def stack(world: World) -> Stack:
    """A stack that was shown."""
    return make_stack(world.project)


def preview(stack: Stack, *changes: ResourceChange) -> Preview:
    return Preview(
        stack, Plan("1.11.4", changes, (), (), frozenset(), applyable=True, complete=True, errored=False), ()
    )


@pytest.mark.parametrize(
    ("shown", "now"),
    [
        ((MADE,), (MADE,)),
        ((MADE, OTHER), (OTHER, MADE)),
        ((MADE, OTHER_CHANGED), (MADE,)),
    ],
)
def test_what_was_shown_is_done(stack: Stack, shown: tuple[ResourceChange], now: tuple[ResourceChange]) -> None:
    agreement = Agreement({stack.id: preview(stack, *shown)}, {stack.id})

    assert agreement.approves(preview(stack, *now))
    assert agreement.names_again(preview(stack, *now))


@pytest.mark.parametrize(
    ("shown", "now"),
    [
        ((MADE,), (MADE, OTHER)),
        ((), (CHANGED,)),
        ((CHANGED,), (DESTROYED,)),
        ((DESTROYED, OTHER), (DESTROYED,)),
    ],
)
def test_anything_else_is_refused(stack: Stack, shown: tuple[ResourceChange], now: tuple[ResourceChange]) -> None:
    agreement = Agreement({stack.id: preview(stack, *shown)}, {stack.id})

    with pytest.raises(Blocked, match="The plan is another one than was shown"):
        agreement.approves(preview(stack, *now))
    with pytest.raises(Blocked, match="The plan is another one than was shown"):
        agreement.names_again(preview(stack, *now))


def test_only_those_whose_names_were_typed_may_lose_data(stack: Stack) -> None:
    shown = {stack.id: preview(stack, DESTROYED)}

    assert not Agreement(shown, ()).names_again(preview(stack, DESTROYED))
