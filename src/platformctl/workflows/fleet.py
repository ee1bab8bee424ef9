"""Does one thing to several stacks: keeps going past failures, stops at an interrupt."""

from collections.abc import Callable, Sequence

from platformctl.errors import Interrupted, PlatformError
from platformctl.stacks.stack_id import StackId
from platformctl.workflows.results import Outcome, Result, Stopped


def each(stacks: Sequence[StackId], step: Callable[[StackId], Outcome]) -> tuple[Result, ...]:
    """Do the step for each stack, in order."""
    results: list[Result] = []
    for number, stack in enumerate(stacks):
        try:
            results.append(step(stack))
        except Interrupted as error:
            later = (Stopped(one, _not_begun(error)) for one in stacks[number + 1 :])
            return (*results, Stopped(stack, error), *later)
        except PlatformError as error:
            results.append(Stopped(stack, error))
    return tuple(results)


def _not_begun(error: Interrupted) -> Interrupted:
    """Say of a stack that the signal came before its turn."""
    return Interrupted("Interrupted", signal_number=error.exit_code - 128, detail="It was not begun.")
