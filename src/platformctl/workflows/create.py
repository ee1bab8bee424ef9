"""Makes a wish real: a request, its rendered files, and then what they say."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from platformctl.catalog.contract import Contract
from platformctl.catalog.sources import module_on_offer
from platformctl.errors import Usage
from platformctl.policy.guards import limits_guard
from platformctl.policy.verdict import Finding, refuse
from platformctl.project.files import write_atomically
from platformctl.project.project import Project
from platformctl.requests.request import REQUEST_NAME, Request, dump_request, edited_request, read_request
from platformctl.requests.resolve import Wish, request_for
from platformctl.stacks import workspace
from platformctl.stacks.stack import Stack, stack_of
from platformctl.stacks.stack_id import StackId
from platformctl.workflows.locking import adopted
from platformctl.workflows.looking import preview
from platformctl.workflows.ports import Ports
from platformctl.workflows.realise import realise
from platformctl.workflows.results import Outcome


@dataclass(frozen=True)
class Intent:
    """How far to go."""

    plan_only: bool = False


def create(wish: Wish, intent: Intent, ports: Ports) -> Outcome:
    """Create what is wished; an identical request that exists already is gone on with."""
    stack = _existing(wish, ports.project) or _new(wish, ports)
    return carried_on(stack, "create", intent, ports)


def change(stack_id: StackId, inputs: Mapping[str, Any], intent: Intent, ports: Ports) -> Outcome:
    """Change inputs of a request, and make it so; comments and order of request.yaml stay."""
    before = workspace.load(ports.project, stack_id)
    path = workspace.folder_of(ports.project, stack_id) / REQUEST_NAME
    request = before.request.model_copy(update={"inputs": {**before.request.inputs, **inputs}})
    stack = stack_of(request, ports.project)
    write_atomically(path, edited_request(path.read_text("utf-8"), inputs).encode())
    workspace.write(ports.project, stack)
    return carried_on(stack, "change", intent, ports)


def carried_on(stack: Stack, command: str, intent: Intent, ports: Ports) -> Outcome:
    """Preview, or apply; where the pipeline applies, judge and stop."""
    if intent.plan_only:
        return Outcome(preview(stack, ports), "previewed")
    if ports.environment.apply == "pipeline":
        return Outcome(preview(stack, ports), "written")
    return realise(stack, command, ports)


def _existing(wish: Wish, project: Project) -> Stack | None:
    """Return the stack of a request that says the same already; Usage when it says something else."""
    stack_id = StackId(wish.environment, wish.kind, wish.name)
    folder = project.root / stack_id.folder
    if not (folder / REQUEST_NAME).exists():
        return None
    request = read_request(folder)
    asked = {**request.inputs, **wish.inputs}
    if asked != dict(request.inputs) or wish.team not in (None, request.team):
        raise _taken(request, wish)
    stack = stack_of(request, project)
    workspace.write(project, stack)
    return stack


def _new(wish: Wish, ports: Ports) -> Stack:
    module = module_on_offer(wish.kind, ports.project)
    request = request_for(wish, module.contract, ports.project.platform)
    refuse(_over_limits(request, module.contract, ports), "request")
    project = adopted(ports.project, module)
    stack = stack_of(request, project)
    folder = workspace.folder_of(project, stack.id)
    workspace.write(project, stack)
    write_atomically(folder / REQUEST_NAME, dump_request(request).encode())
    return stack


def _over_limits(request: Request, contract: Contract, ports: Ports) -> tuple[Finding, ...]:
    """Find what is over the environment's limits, before anything is written."""
    size = request.inputs.get("size")
    stacks = 1 + sum(1 for _ in workspace.discover(ports.project, request.environment))
    named = size if isinstance(size, str) else None
    return limits_guard(ports.environment.limits, contract, request.stack_id, size=named, stacks=stacks)


def _taken(request: Request, wish: Wish) -> Usage:
    differing = sorted(name for name, value in wish.inputs.items() if request.inputs.get(name) != value)
    words = " ".join(f"--{name.replace('_', '-')} {wish.inputs[name]}" for name in differing)
    what = f"differs in {', '.join(differing)}" if differing else f"belongs to team {request.team}"
    return Usage(
        "The name is taken by another request",
        detail=f"{request.stack_id} exists already and {what}.",
        hint=f"platformctl change {request.stack_id} {words}".rstrip(),
    )
