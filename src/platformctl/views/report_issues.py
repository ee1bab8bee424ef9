"""What a report holds against stacks, one by one, for formats that list it line by line."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from platformctl.policy.packs import Severity
from platformctl.policy.verdict import SAID
from platformctl.views.plain import short
from platformctl.views.report_words import title
from platformctl.workflows.report_results import Report, StackReport, in_order

FAILED, LOST = "PCTL_PLAN_FAILED", "PCTL_PLAN_LOSS"


@dataclass(frozen=True)
class Issue:
    """One thing to look at."""

    stack: StackReport
    rule: str
    severity: Severity
    blocking: bool
    words: str
    about: tuple[str, ...]
    """What tells it from others of its rule in this stack; the first is what it is about."""

    @property
    def text(self) -> str:
        """Say it, with the stack's name before it."""
        return f"{title(self.stack, str)}: {self.words}"

    @property
    def request(self) -> str:
        """Return the file to point at."""
        return self.stack.request or f"stacks/{self.stack.id}/request.yaml"

    @property
    def fingerprint(self) -> str:
        """Return what it is known again by: no line, no wording."""
        parts = (self.stack.id, self.rule, *self.about)
        return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:32]


def issues(report: Report) -> Iterator[Issue]:
    """List all of them, in the order of the stacks: what blocks, what is lost, what failed, then the rest."""
    for stack in in_order(report.stacks):
        yield from (issue for issue in _of(stack) if issue.blocking)
        yield from (issue for issue in _of(stack) if not issue.blocking)


def _of(stack: StackReport) -> Iterator[Issue]:
    for one in stack.findings:
        words = f"{one.title}: {SAID[one.outcome]} for {short(one.resource)}. {one.guideline}"
        yield Issue(stack, one.check, one.severity, one.blocking, words, (one.resource, one.outcome))
    guarded = {one.resource for one in stack.findings if one.outcome == "loss"}
    for loss in stack.losses:
        if loss.data and loss.address not in guarded:
            words = f"The data in {short(loss.address)} would be lost."
            yield Issue(stack, LOST, "high", blocking=False, words=words, about=(loss.address,))
    if stack.error and not stack.objections:
        words = f"{stack.error.summary}. {stack.error.detail}".strip()
        yield Issue(stack, FAILED, "high", blocking=True, words=words, about=(stack.error.summary,))
