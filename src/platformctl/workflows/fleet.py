"""Does one thing to several stacks: keeps going past failures, stops at an interrupt."""

from collections.abc import Callable, Sequence

from platformctl.errors import Interrupted, PlatformError
from platformctl.stacks.stack_id import StackId
from platformctl.workflows.results import Outcome, Result, Stopped


def each(stacks: Sequence[StackId], step: Callable[[StackId], Outcome]) -> tuple[Result, ...]:
    """Do the step for each stack, in order."""
    results: list[Result] = []
    for stack in stacks:
        try:
            results.append(step(stack))
        except Interrupted as error:
            results.append(Stopped(stack, error))
            break
        except PlatformError as error:
            results.append(Stopped(stack, error))
    return tuple(results)
