"""Changes inputs and bindings of a request, and makes it so."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from platformctl.errors import Usage
from platformctl.policy.verdict import refuse
from platformctl.progress import Event
from platformctl.project.files import write_atomically
from platformctl.project.words import spoken
from platformctl.requests.binding_words import parse_binding
from platformctl.requests.request import REQUEST_NAME, Request, edited_request
from platformctl.stacks import workspace
from platformctl.stacks.stack import Stack, stack_of
from platformctl.stacks.stack_id import StackId, parse_stack_id
from platformctl.workflows.binding import bound, kept, named_bindings
from platformctl.workflows.carrying_on import carry_on, over_limits
from platformctl.workflows.order import refuse_cycle
from platformctl.workflows.ports import Ports
from platformctl.workflows.results import Outcome


@dataclass(frozen=True)
class Edit:
    """What is to be different in a request."""

    inputs: Mapping[str, Any] = field(default_factory=dict)
    bind: tuple[str, ...] = ()
    unbind: tuple[str, ...] = ()


def change(stack_id: StackId, edit: Edit, ports: Ports, *, plan_only: bool) -> Outcome:
    """Change a request; comments and order of request.yaml stay, and the difference is shown."""
    before = workspace.proven(ports.project, stack_id)
    named = _named(edit, before.request, ports)
    request = _changed(before.request, named)
    now = bound(request, before.contract, ports.project, ports.records())
    refuse_cycle(ports.project, request)
    stack = stack_of(request, ports.project, kept(now, before.bindings))
    refuse(over_limits(request, stack.contract, ports), "request")
    path = workspace.folder_of(ports.project, stack_id) / REQUEST_NAME
    text = edited_request(path.read_text("utf-8"), named.inputs, bind=named.bind, unbind=named.unbind)
    workspace.write(ports.project, stack)  # the request comes last, as it is read first
    write_atomically(path, text.encode())
    for line in _told(named, before):
        ports.progress(Event("request", "note", line))
    return carry_on(stack, "change", ports, before=before.digest, plan_only=plan_only)


def _named(edit: Edit, request: Request, ports: Ports) -> Edit:
    """Return the edit with its bindings as the request writes them."""
    stack = parse_stack_id(request.stack_id, request.environment)
    new = named_bindings(edit.bind, stack, ports.project, ports.records()) if edit.bind else ()
    gone = tuple(dict.fromkeys(_matching(word, request) for word in edit.unbind))
    return Edit(edit.inputs, tuple(word for word in new if word not in request.bindings), gone)


def _matching(word: str, request: Request) -> str:
    """Return the request's binding that somebody means by a word; Usage for none or several."""
    if word in request.bindings:
        return word
    producer = parse_binding(word, request.environment).producer
    found = [one for one in request.bindings if parse_binding(one, request.environment).producer == producer]
    if len(found) == 1 and ":" not in word:
        return found[0]
    have = ", ".join(request.bindings) or "none"
    what = "is several" if len(found) > 1 else "is none"
    raise Usage("Which binding?", detail=f"'{word}' {what} of the bindings of {request.stack_id}: {have}.")


def _changed(request: Request, edit: Edit) -> Request:
    bindings = (*(word for word in request.bindings if word not in edit.unbind), *edit.bind)
    return request.model_copy(update={"inputs": {**request.inputs, **edit.inputs}, "bindings": bindings})


def _told(edit: Edit, before: Stack) -> list[str]:
    inputs = [f"{name}: {_was(name, before)} → {spoken(value)}" for name, value in edit.inputs.items()]
    return [*inputs, *(f"uses {word}" for word in edit.bind), *(f"no longer uses {word}" for word in edit.unbind)]


def _was(name: str, before: Stack) -> str:
    """Say what an input was: as the request said it, or what stood for it since the request said nothing."""
    if name in before.request.inputs:
        return spoken(before.request.inputs[name])
    return f"default {spoken(before.values[name])}" if name in before.values else "unset"
