"""Turns what looking at an untrusted change came to into the report."""

from collections.abc import Sequence

from platformctl.errors import PlatformError
from platformctl.requests.request import REQUEST_NAME
from platformctl.workflows.inspecting import Inspected
from platformctl.workflows.intent import Word, before_of, intent
from platformctl.workflows.report_changes import LINE, WORD, Mask, cut
from platformctl.workflows.report_judgement import error_lines, findings_of, guarantees_of
from platformctl.workflows.report_results import IntentChange, Report, StackReport, Status, in_order
from platformctl.workflows.reporting import Occasion, Touch, line_in, line_of, mask_of
from platformctl.workflows.untrusted import Inspection


def untrusted_report(found: Inspection, occasion: Occasion, why: Sequence[str]) -> Report:
    """Make the report; there is no secret in it, since nothing that opens anything was read."""
    hide = mask_of(frozenset(), occasion)
    notes = (*(_fault(fault) for fault in found.faults), *found.notes)
    return Report(
        mode="untrusted",
        environment=occasion.environment,
        since=cut(occasion.since, LINE),
        fork_point=occasion.fork_point,
        commit=occasion.commit,
        uncommitted=occasion.uncommitted,
        shard=occasion.shard,
        why_untrusted=tuple(cut(word, LINE) for word in why),
        notes=tuple(cut(hide(note), LINE) for note in notes),
        stacks=in_order([_stack(each, occasion, hide) for each in found.stacks]),
        exit_code=found.exit_code,
    )


def _stack(found: Inspected, occasion: Occasion, hide: Mask) -> StackReport:
    touch = occasion.touches.get(found.id, Touch())
    verdicts = (found.verdict,) if found.verdict else ()
    words = intent(found.stack, before_of(found.id, occasion.before)) if found.stack else ()
    return StackReport(
        id=str(found.id),
        kind=found.id.kind,
        name=found.id.name,
        environment=found.id.environment,
        tier=found.stack.environment.tier if found.stack else "",
        team=found.stack.request.team if found.stack else "",
        status=_status(found),
        touched=touch.touched,
        intent=tuple(map(_change, words)),
        why=tuple(cut(hide(word), LINE) for word in (*found.notes, *touch.why)),
        findings=findings_of(verdicts, hide),
        guarantees=guarantees_of(verdicts),
        error=error_lines(found.error, hide) if found.error else None,
        request=f"{occasion.folder}{found.id.folder}/{REQUEST_NAME}",
        request_line=line_in(found.error, found.id) if found.error else line_of(found.id, words, occasion.now),
    )


def _change(word: Word) -> IntentChange:
    """Say what the request says otherwise; what that replaces or destroys only a plan can tell."""
    before, after = cut(word.before, LINE), cut(word.after, LINE)
    return IntentChange(name=cut(word.name, WORD), before=before, after=after, in_place=False)


def _status(found: Inspected) -> Status:
    if found.exit_code == 3:
        return "blocked"
    return "failed" if found.error else "inspected"


def _fault(error: PlatformError) -> str:
    return f"{error.summary}: {error.detail}"
