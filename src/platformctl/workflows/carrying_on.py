"""From a written request to what becomes of it: previewed, left to the pipeline, or made real."""

from platformctl.catalog.contract import Contract
from platformctl.policy.guards import limits_guard
from platformctl.policy.verdict import Finding
from platformctl.requests.request import Request
from platformctl.stacks import workspace
from platformctl.stacks.stack import Stack
from platformctl.workflows.plan import preview
from platformctl.workflows.ports import Ports
from platformctl.workflows.realise import realise
from platformctl.workflows.results import Outcome


def carry_on(stack: Stack, command: str, ports: Ports, *, before: str, plan_only: bool) -> Outcome:
    """Preview, or apply; where the pipeline applies, judge and stop.

    `before` is the stack's digest before the command's own edit; empty for a stack that was not there.
    """
    if plan_only:
        return Outcome(preview(stack, ports, before), "previewed")
    if ports.environment.apply == "pipeline":
        return Outcome(preview(stack, ports, before), "written")
    return realise(stack, command, ports, before)


def over_limits(request: Request, contract: Contract, ports: Ports) -> tuple[Finding, ...]:
    """Find what is over the environment's limits, before anything is written."""
    size = request.inputs.get("size")
    known = {str(stack) for stack in workspace.discover(ports.project, request.environment)}
    named = size if isinstance(size, str) else None
    stacks = len(known | {request.stack_id})
    return limits_guard(ports.environment.limits, contract, request.stack_id, size=named, stacks=stacks)
