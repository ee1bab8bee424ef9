"""Asks before anything changes: a yes for what is made, the stack's name for data that would be lost."""

from datetime import date

from platformctl.policy.guards import allowed_losses, loss_guard
from platformctl.policy.verdict import Finding, refuse
from platformctl.workflows.losing import words_for
from platformctl.workflows.ports import Asking
from platformctl.workflows.results import Preview


def ask(preview: Preview, asking: Asking, today: date) -> bool:
    """Return whether to go on; Blocked when data would be lost and nobody gave the word for it."""
    lost = losses_without_word(preview, today)
    if not lost:
        return asking.approves(preview)
    if not asking.names_again(preview):
        refuse(lost, "plan", words_for(preview, today))
    return True


def losses_without_word(preview: Preview, today: date) -> tuple[Finding, ...]:
    """Return what would be lost and needs the word of a person first."""
    stack = preview.stack
    given = allowed_losses(stack.request.lifecycle, today)
    lost = loss_guard(preview.plan, stack.contract, stack.environment.tier, allowed=given)
    return tuple(finding for finding in lost if finding.blocking)
