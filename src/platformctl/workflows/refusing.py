"""The answer no, kept together with what it was given to: a report shows the plan that was refused, and why."""

from collections.abc import Sequence

from platformctl.errors import Blocked
from platformctl.policy.verdict import Verdict, enforce
from platformctl.workflows.results import Preview


class Refused(Blocked):
    """Findings stand against a configuration or a plan."""

    def __init__(self, said: Blocked, verdicts: Sequence[Verdict], preview: Preview | None = None) -> None:
        """Say what was `said`, and keep what it was said of."""
        super().__init__(said.summary, detail=said.detail, hint=said.hint)
        self.verdicts = tuple(verdicts)
        self.preview = preview
        """None: it did not come to a plan."""


def enforce_configuration(verdict: Verdict) -> Verdict:
    """Return the verdict when nothing blocks."""
    try:
        return enforce(verdict)
    except Blocked as said:
        raise Refused(said, (verdict,)) from said


def enforce_preview(preview: Preview, if_lost: str = "") -> Preview:
    """Return the judged plan when nothing blocks; `if_lost` is what to type where one is about lost data."""
    try:
        enforce(preview.verdicts[-1], if_lost)
    except Blocked as said:
        raise Refused(said, preview.verdicts, preview) from said
    return preview
