"""Previews: plans that change nothing. No lease, no run, no settling; read rights are enough."""

import secrets
from collections.abc import Sequence
from dataclasses import replace

from platformctl.stacks import workspace
from platformctl.stacks.stack import Stack
from platformctl.stacks.stack_id import StackId
from platformctl.workflows.binding import refuse_pending, staleness
from platformctl.workflows.branches import unfollowed
from platformctl.workflows.fleet import each
from platformctl.workflows.memory import refuse_lost_memory
from platformctl.workflows.planning import judged_plan, work_on
from platformctl.workflows.ports import Ports
from platformctl.workflows.results import Outcome, Preview, Result


def plan(stacks: Sequence[StackId], ports: Ports) -> tuple[Result, ...]:
    """Preview each stack as its request says."""
    return each(stacks, lambda stack: Outcome(preview(workspace.proven(ports.project, stack), ports), "previewed"))


def preview(stack: Stack, ports: Ports, before: str | None = None) -> Preview:
    """Plan and judge a stack beside whatever else goes on; `before` is its digest before the command's own edit."""
    refuse_pending(stack)
    ports.judge()  # warms up while the state is read
    state = ports.records().read_state(str(stack.id))
    refuse_lost_memory(stack, state, ports)
    with work_on(stack, state, f"preview-{secrets.token_hex(6)}", ports) as work:
        judged = judged_plan(stack, work, ports, lambda _verdict: None)
    fault = unfollowed(stack, before, ports) or staleness(stack, ports.project, ports.records())
    return replace(judged.preview, not_appliable=fault)
