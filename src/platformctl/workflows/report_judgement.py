"""What was judged, and what went wrong, as the lines of a report."""

from collections.abc import Sequence

from platformctl.errors import PlatformError
from platformctl.policy.verdict import Finding, Verdict
from platformctl.workflows.report_changes import LINE, TEXT, WORD, Mask, cut
from platformctl.workflows.report_results import ErrorLines, FindingLine, GuaranteeLine

MOST_FINDINGS = 5_000
"""Of one stack; what blocks comes first."""


def findings_of(verdicts: Sequence[Verdict], hide: Mask) -> tuple[FindingLine, ...]:
    """List the findings, what blocks first; what both stages say is said once."""
    found = {(one.check, one.resource, one.outcome): one for verdict in verdicts for one in verdict.findings}
    ordered = sorted(found.values(), key=lambda one: not one.blocking)
    return tuple(_finding(one, hide) for one in ordered[:MOST_FINDINGS])


def _finding(one: Finding, hide: Mask) -> FindingLine:
    return FindingLine(
        check=cut(one.check, WORD),
        title=cut(hide(one.title), LINE),
        resource=cut(hide(one.resource), LINE),
        outcome=one.outcome,
        severity=one.severity,
        blocking=one.blocking,
        guideline=cut(hide(one.guideline), LINE),
        guarantee=cut(hide(one.guarantee), LINE),
        stage=one.stage,
        file=cut(one.file, LINE),
        line=one.line,
    )


def guarantees_of(verdicts: Sequence[Verdict]) -> tuple[GuaranteeLine, ...]:
    """List how the promises stand after the last stage that was reached."""
    last = verdicts[-1].guarantees if verdicts else ()
    return tuple(GuaranteeLine(promise=one.promise, standing=one.standing) for one in last)


def error_lines(error: PlatformError, hide: Mask) -> ErrorLines:
    """Return an error as plain text."""
    detail, hint = cut(hide(error.detail), TEXT), cut(hide(error.hint), TEXT)
    return ErrorLines(summary=cut(hide(error.summary), LINE), detail=detail, hint=hint, exit_code=error.exit_code)
