"""Turns what became of stacks into the report: redacted, cut to size, plain data."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from platformctl.errors import PlatformError, Usage
from platformctl.policy.verdict import Verdict
from platformctl.project.documents import parse_document
from platformctl.requests.request import REQUEST_NAME
from platformctl.stacks.stack import Stack
from platformctl.stacks.stack_id import StackId
from platformctl.terraform.known_secrets import hiding
from platformctl.workflows.intent import Before, Read, Word, before_of, intent
from platformctl.workflows.refusing import Refused
from platformctl.workflows.report_changes import LINE, TEXT, WORD, Mask, changes_of, counts_of, cut, losses_of
from platformctl.workflows.report_fitting import fitted
from platformctl.workflows.report_judgement import error_lines, findings_of, guarantees_of
from platformctl.workflows.report_results import (
    WHOLE_FILE,
    IntentChange,
    Report,
    Shard,
    StackReport,
    Status,
    Touched,
    in_order,
)
from platformctl.workflows.results import Outcome, Preview, Result, id_of

ROOM = 24_000_000
"""Characters for the attributes of all plans."""
LEAST = 8_000
"""Characters for those of one stack, however many there are."""


@dataclass(frozen=True)
class Touch:
    """How a change reaches a stack."""

    touched: Touched = ""
    why: tuple[str, ...] = ()


@dataclass(frozen=True)
class Occasion:
    """What was planned, when and on which change: all that the results don't say themselves."""

    environment: str = ""
    since: str = ""
    fork_point: str = ""
    commit: str = ""
    uncommitted: int = 0
    shard: Shard = ""
    touches: Mapping[StackId, Touch] = field(default_factory=dict)
    root: str = ""
    """The project's folder: texts name its files from there, not from the top of a machine."""
    folder: str = ""
    """The project's folder in its repository; hosts name files from there."""
    before: Read = lambda _: b""
    """Files of the project at the fork point."""
    now: Read = lambda _: b""
    """Files of the project as they are."""
    fingerprint: Callable[[Preview], str] = lambda _: ""
    secrets: frozenset[str] = field(default=frozenset(), repr=False)
    """Texts of the environment that open something."""


def report_of(results: Sequence[Result], occasion: Occasion, exit_code: int) -> Report:
    """Make the report of a plan."""
    previews = [preview for preview in map(preview_of, results) if preview]
    every = occasion.secrets.union(*(preview.plan.secrets for preview in previews))
    room = max(LEAST, ROOM // max(1, len(previews)))
    hide = mask_of(every, occasion)
    stacks = [_stack(result, occasion, room, hide) for result in results]
    report = Report(
        environment=occasion.environment,
        since=cut(occasion.since, LINE),
        fork_point=occasion.fork_point,
        commit=occasion.commit,
        uncommitted=occasion.uncommitted,
        shard=occasion.shard,
        stacks=in_order(stacks),
        exit_code=exit_code,
    )
    return fitted(report)


def preview_of(result: Result) -> Preview | None:
    """Return the plan of a stack, also of one that was refused for it."""
    if isinstance(result, Outcome):
        return result.preview
    return result.error.preview if isinstance(result.error, Refused) else None


def verdicts_of(result: Result) -> tuple[Verdict, ...]:
    """Return all that was judged of a stack."""
    if isinstance(result, Outcome):
        return result.preview.verdicts
    return result.error.verdicts if isinstance(result.error, Refused) else ()


def status_of(result: Result) -> Status:
    """Say how a stack stands."""
    if isinstance(result, Outcome):
        return "changes" if result.preview.has_changes else "unchanged"
    return "blocked" if result.error.exit_code == 3 else "failed"


def _stack(result: Result, occasion: Occasion, room: int, hide_all: Mask) -> StackReport:
    id_, preview = id_of(result), preview_of(result)
    hide = mask_of(preview.plan.secrets | occasion.secrets, occasion) if preview else hide_all
    error = None if isinstance(result, Outcome) else result.error
    touch = occasion.touches.get(id_, Touch())
    facts = StackReport(
        id=str(id_),
        kind=id_.kind,
        name=id_.name,
        environment=id_.environment,
        status=status_of(result),
        touched=touch.touched,
        why=tuple(cut(hide(word), LINE) for word in touch.why),
        findings=findings_of(verdicts_of(result), hide),
        guarantees=guarantees_of(verdicts_of(result)),
        error=error_lines(error, _from_project(hide_all, id_)) if error else None,
        request=cut(f"{occasion.folder}{id_.folder}/{REQUEST_NAME}", LINE),
        request_line=line_in(error, id_),
        seconds=result.seconds if isinstance(result, Outcome) else 0,
    )
    return _planned(facts, preview, occasion, room, hide) if preview else facts


def mask_of(secrets: frozenset[str], occasion: Occasion) -> Mask:
    """Return what hides secrets, and the way to the project's folder."""
    hide, root = hiding(secrets), occasion.root
    if not root:
        return hide
    way = re.compile(rf"(?<![\w./~-]){re.escape(root)}(?:(/)|(?=\.?(?:[\s,;:)'\"`]|$)))")
    return lambda text: way.sub(lambda found: "" if found[1] else "./", hide(text)) if root in text else hide(text)


def _from_project(hide: Mask, stack: StackId) -> Mask:
    """Name files from the project also where Terraform named them from the stack's folder."""
    up = "../" * len(Path(stack.folder).parts)
    return lambda text: hide(text).replace(up, "")


def _planned(facts: StackReport, preview: Preview, occasion: Occasion, room: int, hide: Mask) -> StackReport:
    """Add what a plan says."""
    stack = preview.stack
    words = () if stack.kept or not occasion.fork_point else intent(stack, _before(stack, occasion))
    changes, left_out = changes_of(preview.plan, room, hide)
    fault = preview.not_appliable
    more = {
        "touched": facts.touched or ("deleted" if stack.kept else ""),
        "tier": stack.environment.tier,
        "team": stack.request.team,
        "intent": tuple(_intent(word, preview, hide) for word in words),
        "counts": counts_of(preview.plan),
        "losses": losses_of(preview.plan, stack.contract.stateful, hide),
        "changes": changes,
        "left_out": left_out,
        "not_appliable": cut(hide(f"{fault.summary}. {fault.detail}"), TEXT) if fault else "",
        "fingerprint": occasion.fingerprint(preview),
        "speculative": preview.speculative,
    }
    line = facts.request_line if facts.request_line > WHOLE_FILE else line_of(stack.id, words, occasion.now)
    return facts.model_copy(update={**more, "request_line": line})


def _before(stack: Stack, occasion: Occasion) -> Before:
    return before_of(stack.id, occasion.before)


def _intent(word: Word, preview: Preview, hide: Mask) -> IntentChange:
    return IntentChange(
        name=cut(hide(word.name), WORD),
        before=cut(hide(word.before), LINE),
        after=cut(hide(word.after), LINE),
        in_place=not preview.plan.losses,
    )


def line_of(stack: StackId, words: Sequence[Word], now: Read) -> int:
    """Return the line of the first word that changed, as far as the request still has it."""
    name = f"{stack.folder}/{REQUEST_NAME}"
    try:
        places = parse_document(now(name), Path(name)).places
    except Usage:
        return WHOLE_FILE
    return next((places[word.where][0] for word in words if word.where in places), WHOLE_FILE)


def line_in(error: PlatformError | None, stack: StackId) -> int:
    """Return the line that an error names in the stack's request."""
    place = re.search(rf"{re.escape(str(stack.folder))}/{re.escape(REQUEST_NAME)}:([0-9]{{1,6}})", _detail(error))
    return max(WHOLE_FILE, int(place[1])) if place else WHOLE_FILE


def _detail(error: PlatformError | None) -> str:
    return error.detail if error else ""
