"""What somebody says on the command line about settling: what to do without, what to take, what to let go of."""

from dataclasses import dataclass

from platformctl.errors import Usage
from platformctl.records.rescue_file import Rescued
from platformctl.stacks.stack_id import StackId


@dataclass(frozen=True)
class Means:
    """Nothing said: settling stops where it would have to guess."""

    without_folder: bool = False
    """The work folder of the run, on another machine, is gone for good, or can't be waited for."""
    rescued: Rescued | None = None
    """The state out of a rescue file."""
    let_go: frozenset[str] = frozenset()
    """Runs whose orphaned states may be forgotten."""


def rescued_for(stack: StackId, means: Means, run: str | None = None) -> Rescued | None:
    """Return the rescued state, if there is one; one of another stack or run is refused."""
    rescued = means.rescued
    if rescued and (rescued.stack != str(stack) or run not in {None, rescued.run}):
        raise Usage(
            "A rescue file of something else",
            detail=f"It holds the state of {rescued.stack} by run {rescued.run}; "
            f"{stack} waits for {f'run {run}' if run else 'no such run'}.",
            hint=f"platformctl settle {rescued.stack} --rescue FILE --identity KEYFILE",
        )
    return rescued
