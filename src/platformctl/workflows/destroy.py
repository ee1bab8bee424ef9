"""Destroys a stack, then removes its request and generated files; git keeps them."""

from platformctl.stacks import workspace
from platformctl.stacks.stack_id import StackId
from platformctl.workflows.apply import may_apply
from platformctl.workflows.ports import Ports
from platformctl.workflows.results import Outcome
from platformctl.workflows.undo import undo


def destroy(stack: StackId, ports: Ports) -> Outcome:
    """Destroy a stack; its files go only after everything it made is gone."""
    may_apply(ports)
    loaded = workspace.proven(ports.project, stack)
    outcome = undo(loaded, ports)
    workspace.removed(ports.project, stack, loaded.files)
    return outcome
