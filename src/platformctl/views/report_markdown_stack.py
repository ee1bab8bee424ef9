"""One stack in a comment: what happens above the fold, Terraform's own words below it."""

from collections.abc import Iterator
from dataclasses import dataclass

from platformctl.views.markdown_text import code, fenced, is_plain, prose
from platformctl.views.plain import number_of, one_line, short
from platformctl.views.report_diff import difference
from platformctl.views.report_words import DATA_LOST, against, alike, counted, lost, notes, proven, story, title
from platformctl.workflows.report_results import FindingLine, Loss, StackReport

MOST_REASONS = 20
"""Of a stack that was only looked at."""


@dataclass(frozen=True)
class Detail:
    """How much is said."""

    diff: int = 0
    """Lines of Terraform's own difference, for each stack."""
    findings: int = 100
    """Of each blocked stack; those left out are counted."""
    losses: int = 100
    error: int = 2_000
    """Characters of what an error says."""
    stories: bool = True
    """A line for each stack that changes; else they are counted."""
    failures: bool = True
    """What each failure says; else the stacks are named only."""


def above_the_fold(stack: StackReport, detail: Detail) -> Iterator[str]:
    """Give the lines that are above the fold."""
    said = ", ".join(filter(None, [story(stack, value, prose), _summary(stack)]))
    count = f" ({counted(stack.counts)})" if stack.counts.total else ""
    yield f"- **{title(stack, value)}**{f': {said}' if said else ''}{count}"
    yield from (f"  - {note}" for note in notes(stack, prose))
    yield from _objections(stack, detail)
    yield from _losses(stack, detail)
    if _summary(stack) and detail.failures:
        yield from _explained(stack, detail)
    if stack.status == "inspected" and detail.diff:
        yield from (f"  - {prose(why)}" for why in stack.why[0 if stack.intent else 1 : MOST_REASONS])
    if not stack.changes and detail.diff:
        yield from (f"  - {against(same, prose)}" for same in _advice(stack)[: detail.findings])


def _summary(stack: StackReport) -> str:
    """Say what went wrong, where no finding says it better."""
    return prose(stack.error.summary) if stack.error and not stack.objections else ""


def _explained(stack: StackReport, detail: Detail) -> Iterator[str]:
    if stack.error and stack.error.detail:
        yield f"  - {prose(beginning(stack.error.detail, detail.error))}"
    if stack.error and stack.error.hint and len(stack.error.hint) <= detail.error:
        yield f"  - Next: {code(stack.error.hint)}"


def _advice(stack: StackReport) -> list[list[FindingLine]]:
    """Return what does not block."""
    return alike([one for one in stack.findings if not one.blocking])


def _objections(stack: StackReport, detail: Detail) -> Iterator[str]:
    held = alike(stack.objections)
    yield from (f"  - ⛔ {against(same, prose)}" for same in held[: detail.findings])
    if len(held) > detail.findings:
        yield f"  - ⛔ and {len(held) - detail.findings} more"


def _losses(stack: StackReport, detail: Detail) -> Iterator[str]:
    """Name what is lost, what holds data first."""
    losses = sorted(stack.losses, key=lambda loss: not loss.data)
    yield from (f"  - {_loss(loss)}" for loss in losses[: detail.losses])
    if len(losses) > detail.losses:
        rest = losses[detail.losses :]
        data = sum(1 for loss in rest if loss.data)
        with_data = f", {data} of them with data in it" if data else ""
        yield f"  - ⚠️ and {len(rest)} more{with_data}"


def _loss(loss: Loss) -> str:
    said = lost(loss, code)
    return f"⚠️ {said.replace(f': {DATA_LOST}', f': **{DATA_LOST}**') if loss.data else said}"


def folded(stack: StackReport, detail: Detail) -> Iterator[str]:
    """Give Terraform's own words, to be opened; GitHub reads Markdown inside only behind an empty line."""
    lines = difference(stack, detail.diff) if detail.diff else []
    if not lines:
        return
    held = [f"- {against(same, prose)}" for same in _advice(stack)]
    guarantees = [f"{proven(stack)}."] if stack.guarantees else []
    inside = [fenced(lines, "diff"), "\n".join(held), *guarantees]
    summary = f"<summary>{_id(stack)}: what Terraform would do</summary>"
    yield "\n\n".join([f"<details>{summary}", *filter(None, inside), "</details>"])


def _id(stack: StackReport) -> str:
    """Return the id as HTML; the model lets nothing but letters, digits, dashes and slashes pass."""
    return f"<code>{stack.id}</code>"


def value(text: str) -> str:
    """Return a value: words and numbers as they are, anything else in a code span."""
    shown = one_line(text, 200)
    return shown if shown and all(is_plain(word) for word in shown.split(" ")) else code(shown)


def in_one_line(stack: StackReport) -> str:
    """Say only that it is blocked, and how much it loses."""
    said = ["⛔ blocked"] if stack.status == "blocked" else []
    if stack.losses:
        data = sum(1 for loss in stack.losses if loss.data)
        said.append(f"⚠️ loses {number_of(len(stack.losses), 'object')}" + (f", {data} with data in it" if data else ""))
    return f"- `{stack.id}`: {', '.join(said)}"


def beginning(text: str, most: int) -> str:
    """Return as much of a text as there is room for, in one line."""
    words = " ".join(short(text).split())
    return words if len(words) <= most else f"{words[: most - 1]}…"
