"""Fills a stack's bindings right after the runs that produce them, where one command applies both."""

from collections.abc import Collection

from platformctl.progress import Event
from platformctl.stacks import workspace
from platformctl.stacks.stack import Stack
from platformctl.stacks.stack_id import StackId
from platformctl.workflows.binding import rebound, refuse_stale
from platformctl.workflows.ports import Ports


def refilled(stack: Stack, together: Collection[StackId], ports: Ports) -> Stack:
    """Return the stack with what its producers hand out now, and write that to the project.

    `together` are the stacks of the same command; what others hand out must be what the stack was rendered with.
    """
    used = {str(one) for one in together}.intersection(stack.bindings.producers)
    if not used:
        return stack
    refuse_stale(stack, ports.project, ports.records(), used)
    now = rebound(ports.project, stack.id, ports.records())
    if now.digest != stack.digest:
        workspace.write(ports.project, now)
        ports.progress(Event("bindings", "note", f"took over what {', '.join(sorted(used))} hands out"))
    return now
