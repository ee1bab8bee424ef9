"""Asks before anything changes: a yes for what is made, the stack's name for data that would be lost."""

from platformctl.policy.guards import loss_guard
from platformctl.policy.verdict import refuse
from platformctl.workflows.ports import Asking
from platformctl.workflows.results import Preview


def ask(preview: Preview, asking: Asking) -> bool:
    """Return whether to go on; Blocked when data would be lost and nobody gave the word for it."""
    if not preview.data_losses:
        return asking.approves(preview)
    stack = preview.stack
    allowed = asking.names_again(preview)
    refuse(loss_guard(preview.plan, stack.contract, stack.environment.tier, allowed=allowed), "plan")
    return True
