"""What `apply` and `destroy` share when they are about several stacks: the pace, and whose data may be lost."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from platformctl.cli.working import Said, said_of
from platformctl.errors import Usage
from platformctl.stacks.stack_id import StackId

if TYPE_CHECKING:
    from platformctl.workflows.course import Pace

Confirms = Annotated[
    list[str] | None,
    typer.Option(
        "--confirm",
        metavar="NAME",
        help="A stack's name, or KIND/NAME: allows losing the data in it. Can be given several times.",
    ),
]
Parallelism = Annotated[
    int | None,
    typer.Option(
        "--parallelism",
        metavar="N",
        min=1,
        max=64,
        envvar="PLATFORMCTL_PARALLELISM",
        help="So many stacks at once, at most. Default: what fits the memory, up to 8.",
    ),
]
StopOnFailure = Annotated[
    bool,
    typer.Option("--stop-on-failure", help="Once a stack has failed, begin no further one. Default: go on."),
]


def pace_of(parallelism: int | None, stop_on_failure: bool, stacks: int) -> "Pace":
    """Return how so many stacks are gone through."""
    from platformctl.terraform.memory import available_memory, side_by_side
    from platformctl.workflows.course import Pace

    at_once = side_by_side(available_memory()) if parallelism is None else parallelism
    return Pace(max(1, min(at_once, stacks)), stop_on_failure)


def said_about(
    stacks: Sequence[StackId], yes: bool, confirm: Sequence[str] | None, over: Sequence[str] | None, beside: int
) -> Said:
    """Return what the command line said; a name that fits no stack of several, or two, speaks for none."""
    if len(stacks) == 1:
        return said_of(yes, confirm[-1] if confirm else None, over=over)
    for name in confirm or ():
        _refuse_vague(name, stacks)
    return Said(yes, over=frozenset(over or ()), confirmed=frozenset(confirm or ()), several=True, beside=beside)


def _refuse_vague(name: str, stacks: Sequence[StackId]) -> None:
    meant = [stack for stack in stacks if name in {stack.name, f"{stack.kind}/{stack.name}", str(stack)}]
    if len(meant) != 1:
        which = f"is {' and '.join(map(str, meant))}" if meant else "is none of the stacks of this command"
        raise Usage(
            "Whose data may be lost?",
            detail=f"--confirm {name} {which}.",
            hint=f"--confirm {(meant or list(stacks))[0]}",
        )
