"""Makes an environment again from git alone, producers before those that use them: the recovery drill."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter

from platformctl.catalog.vendor import vendored_module
from platformctl.errors import Blocked, Usage
from platformctl.policy.verdict import refuse
from platformctl.project.files import write_atomically
from platformctl.requests.request import REQUEST_NAME, Request, dump_request
from platformctl.requests.transfer import transferred
from platformctl.stacks import workspace
from platformctl.stacks.stack import Stack, stack_of
from platformctl.stacks.stack_id import StackId
from platformctl.terraform.state import State, parse_state
from platformctl.workflows.apply import apply
from platformctl.workflows.binding import bound, rebound
from platformctl.workflows.carrying_on import over_limits
from platformctl.workflows.comparing import differences
from platformctl.workflows.course import Pace
from platformctl.workflows.order import apply_order, refuse_cycles
from platformctl.workflows.plan import plan
from platformctl.workflows.ports import Ports
from platformctl.workflows.results import Rebuilt


@dataclass(frozen=True)
class Drill:
    """Which environment is made again, and where."""

    source: str
    target: str

    @property
    def elsewhere(self) -> bool:
        """Say whether it is made beside what it is made from."""
        return self.source != self.target

    def there(self, stack: StackId) -> StackId:
        """Return the stack that stands for one of the source."""
        return StackId(self.target, stack.kind, stack.name)


def rebuild(drill: Drill, ports: Ports, pace: Pace) -> Rebuilt:
    """Write what is missing, then apply all of it; where the pipeline applies, judge it and stop."""
    began = time.monotonic()
    stacks = _in_order(drill, ports)
    requests = {stack: _request(stack, drill, ports) for stack in stacks}  # all of them, before any file is written
    _refuse_too_many(drill, requests, ports)
    for stack in stacks:
        _refuse_other(drill.there(stack), ports)
    made = [_written(drill.there(stack), request, ports) for stack, request in requests.items()]
    chosen = tuple(stack.id for stack in made)
    stops = waits_for_pipeline(drill, ports)
    results = plan(chosen, ports) if stops else apply(chosen, ports, pace)
    found = {} if stops else differences({stack: drill.there(stack) for stack in stacks}, ports)
    holding = tuple(stack.id for stack in made if stack.contract.stateful)
    return Rebuilt(drill.source, drill.target, results, time.monotonic() - began, stops, found, holding)


def waits_for_pipeline(drill: Drill, ports: Ports) -> bool:
    """Say whether what is written is not applied: new requests are reviewed first, as those of `create` are."""
    return ports.environment.apply == "pipeline" and (drill.elsewhere or not ports.in_pipeline)


def _in_order(drill: Drill, ports: Ports) -> Sequence[StackId]:
    stacks = tuple(workspace.discover(ports.project, drill.source))
    if not stacks:
        raise Usage(
            "There is nothing to rebuild",
            detail=f"No request in stacks/{drill.source}/.",
            hint="git checkout main -- stacks vendor platform.lock",
        )
    graph, broken = apply_order(stacks, ports.project, {})
    for stopped in broken.values():
        raise stopped.error
    refuse_cycles(graph)
    return tuple(TopologicalSorter(graph).static_order())


def _request(stack: StackId, drill: Drill, ports: Ports) -> Request:
    """Return the request as the target has it, or will have it."""
    request = workspace.request_of(ports.project, stack)
    if not drill.elsewhere:
        return request
    contract = vendored_module(ports.project, request.module)[0].contract
    new, there = transferred(request, contract, ports.project.platform, drill.target), drill.there(stack)
    if not workspace.is_requested(ports.project, there):
        refuse(over_limits(new, contract, ports), "request")
        return new
    if workspace.request_of(ports.project, there) != new:
        raise Usage(
            "Another request is in the way",
            detail=f"{there} is requested already, and not as {stack} is.",
            hint=f"diff stacks/{stack}/request.yaml stacks/{there}/request.yaml",
        )
    return new


def _refuse_too_many(drill: Drill, requests: Mapping[StackId, Request], ports: Ports) -> None:
    """Stop where the environment may not hold so many."""
    limit = ports.environment.limits.stacks
    number = len({*workspace.discover(ports.project, drill.target), *map(drill.there, requests)})
    if limit is not None and number > limit:
        raise Blocked(
            "The environment would hold too many stacks",
            detail=f"{drill.target} would have {number} of at most {limit} (platform.yaml, limits.stacks).",
        )


def _refuse_other(stack: StackId, ports: Ports) -> None:
    """Stop where something is there already, unless it is what an earlier command of this kind has made."""
    head = ports.records().head(str(stack))
    applied = head.last_applied if head else None
    state = parse_state(ports.records().read_state(str(stack)))
    if not applied and isinstance(state, State) and not state.managed:
        return
    here = rebound(ports.project, stack, ports.records()) if workspace.is_requested(ports.project, stack) else None
    if applied and here and here.digest == applied.facts.stack_digest:
        return
    what = f"run {applied.id} applied something else" if applied else "its state knows of objects"
    raise Blocked(
        "Something is there already",
        detail=f"{stack}: {what}. Only what is not there is rebuilt; nothing was written.",
        hint=f"platformctl show {stack}",
    )


def _written(stack: StackId, request: Request, ports: Ports) -> Stack:
    """Write a stack with what its producers hand out now: nothing, as long as they are not there."""
    project, records = ports.project, ports.records()
    if workspace.is_requested(project, stack):
        made = rebound(project, stack, records)
    else:
        contract = vendored_module(project, request.module)[0].contract
        made = stack_of(request, project, bound(request, contract, project, records))
    workspace.write(project, made)
    if not workspace.is_requested(project, stack):
        write_atomically(workspace.folder_of(project, stack) / REQUEST_NAME, dump_request(request).encode())
    return made
