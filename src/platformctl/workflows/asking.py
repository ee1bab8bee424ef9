"""Asks before anything changes: a yes for what is made, the stack's name for data that would be lost."""

from datetime import date

from platformctl.policy.guards import allowed_losses, loss_guard
from platformctl.policy.verdict import refuse
from platformctl.workflows.ports import Asking
from platformctl.workflows.results import Preview


def ask(preview: Preview, asking: Asking, today: date) -> bool:
    """Return whether to go on; Blocked when data would be lost and nobody gave the word for it."""
    stack = preview.stack
    given = allowed_losses(stack.request.lifecycle, today)
    lost = loss_guard(preview.plan, stack.contract, stack.environment.tier, allowed=given)
    if not any(finding.blocking for finding in lost):
        return asking.approves(preview)
    if not asking.names_again(preview):
        refuse(lost, "plan")
    return True
