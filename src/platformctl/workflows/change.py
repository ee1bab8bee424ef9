"""Changes inputs of a request, and makes it so."""

from collections.abc import Mapping
from typing import Any

from platformctl.policy.verdict import refuse
from platformctl.progress import Event
from platformctl.project.files import write_atomically
from platformctl.requests.request import REQUEST_NAME, edited_request
from platformctl.stacks import workspace
from platformctl.stacks.stack import stack_of
from platformctl.stacks.stack_id import StackId
from platformctl.workflows.carrying_on import carry_on, over_limits
from platformctl.workflows.ports import Ports
from platformctl.workflows.results import Outcome


def change(stack_id: StackId, inputs: Mapping[str, Any], ports: Ports, *, plan_only: bool) -> Outcome:
    """Change inputs of a request; comments and order of request.yaml stay, and the difference is shown."""
    before = workspace.proven(ports.project, stack_id)
    request = before.request.model_copy(update={"inputs": {**before.request.inputs, **inputs}})
    stack = stack_of(request, ports.project)
    refuse(over_limits(request, stack.contract, ports), "request")
    path = workspace.folder_of(ports.project, stack_id) / REQUEST_NAME
    write_atomically(path, edited_request(path.read_text("utf-8"), inputs).encode())
    workspace.write(ports.project, stack)
    for name, value in inputs.items():
        ports.progress(Event("request", "note", f"{name}: {before.request.inputs.get(name, 'unset')} → {value}"))
    return carry_on(stack, "change", ports, before=before.digest, plan_only=plan_only)
