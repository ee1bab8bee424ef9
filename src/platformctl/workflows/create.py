"""Makes a wish real: a request, its rendered files, and then what they say."""

from contextlib import nullcontext
from dataclasses import replace

from platformctl.catalog.sources import Module, module_on_offer
from platformctl.errors import Usage
from platformctl.policy.verdict import refuse
from platformctl.project.files import write_atomically
from platformctl.project.project import Project
from platformctl.requests.inputs import typed
from platformctl.requests.request import REQUEST_NAME, Request, dump_request, read_request
from platformctl.requests.resolve import Wish, checked_name, request_for
from platformctl.stacks import workspace
from platformctl.stacks.stack import Stack, stack_of
from platformctl.stacks.stack_id import StackId
from platformctl.workflows.binding import bound, named_bindings
from platformctl.workflows.carrying_on import carry_on, over_limits
from platformctl.workflows.inventory import counting
from platformctl.workflows.locking import adopted
from platformctl.workflows.ports import Ports
from platformctl.workflows.results import Outcome


def create(wish: Wish, ports: Ports, *, plan_only: bool) -> Outcome:
    """Create what is wished; an identical request that exists already is gone on with."""
    checked_name(wish)
    stack_id = StackId(wish.environment, wish.kind, wish.name)
    words = named_bindings(wish.bindings, stack_id, ports.project, ports.records()) if wish.bindings else ()
    wish = replace(wish, bindings=words)
    existing = _existing(wish, ports.project)
    stack = existing or _new(wish, ports, applies=not plan_only and ports.environment.apply == "anyone")
    before = existing.digest if existing else ""
    return carry_on(stack, "create", ports, before=before, plan_only=plan_only)


def _existing(wish: Wish, project: Project) -> Stack | None:
    """Return the stack of a request that says the same already; Usage when it says something else."""
    stack_id = StackId(wish.environment, wish.kind, wish.name)
    folder = project.root / stack_id.folder
    if not (folder / REQUEST_NAME).exists():
        return None
    request = read_request(folder)
    asked = {**request.inputs, **wish.inputs}
    same_bindings = set(wish.bindings) <= set(request.bindings)
    if asked != dict(request.inputs) or wish.team not in (None, request.team) or not same_bindings:
        raise _taken(request, wish)
    return workspace.proven(project, stack_id)


def _new(wish: Wish, ports: Ports, *, applies: bool) -> Stack:
    module = module_on_offer(wish.kind, ports.project)
    request = request_for(wish, module.contract, ports.project.platform)
    with counting(wish.environment, ports) if applies else nullcontext():
        refuse(over_limits(request, module.contract, ports), "request")
        return _written(request, module, ports)


def _written(request: Request, module: Module, ports: Ports) -> Stack:
    project = adopted(ports.project, module, ports.vetted)
    ports.judge()  # warms up while the files are rendered and written
    stack = stack_of(request, project, bound(request, module.contract, project, ports.records()))
    folder = workspace.folder_of(project, stack.id)
    workspace.write(project, stack)  # the request comes last: where it lies, the files are whole
    write_atomically(folder / REQUEST_NAME, dump_request(request).encode())
    return stack


def _taken(request: Request, wish: Wish) -> Usage:
    differing = sorted(name for name, value in wish.inputs.items() if request.inputs.get(name) != value)
    new = [word for word in wish.bindings if word not in request.bindings]
    words = " ".join([*(typed(name, wish.inputs[name]) for name in differing), *(f"--bind {word}" for word in new)])
    differing += ["bindings"] if new else []
    what = f"differs in {', '.join(differing)}" if differing else f"belongs to team {request.team}"
    return Usage(
        "The name is taken by another request",
        detail=f"{request.stack_id} exists already and {what}.",
        hint=f"platformctl change {request.stack_id} {words}".rstrip(),
    )
