"""A report as a comment that people read: the worst first, in the words of the request, Terraform's words folded below.

A host takes comments up to a size. What does not fit is left out in steps, the least important first; what is blocked
and what is lost is never left out without being counted.
"""

import re
from collections.abc import Iterable, Iterator

from platformctl.views.markdown_text import code, prose
from platformctl.views.plain import number_of
from platformctl.views.report_markdown_stack import Detail, above_the_fold, beginning, folded, in_one_line
from platformctl.views.report_words import Group, counted, groups, headline, origin
from platformctl.workflows.report_results import Counts, Report, in_order

NO_LIMIT = 1_000_000
NOTES = 20
"""On the whole, that are written out."""
_FAILED = 2
"""The rank up to which each stack is named, not only counted with others."""
_LINK = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._~/?&=%#-]*)?")


STEPS = (
    Detail(diff=400),
    Detail(diff=40, error=1_000),
    Detail(diff=8, error=500),
    Detail(error=300),
    Detail(findings=10, losses=20, error=300, stories=False),
    Detail(findings=3, losses=5, error=120, stories=False, failures=False),
)


def markdown(report: Report, limit: int = NO_LIMIT, link: str = "") -> str:
    """Write the report in at most `limit` characters; `link` is where the rest can be read."""
    for number, detail in enumerate(STEPS):
        text = _within(limit, _whole(report, detail, _cut_note(link) if number else ""))
        if text:
            return text
    return _one_line_each(report, limit, link)


def _within(limit: int, lines: Iterable[str]) -> str:
    """Write the lines; nothing, as soon as they are too much."""
    kept: list[str] = []
    left = limit
    for line in lines:
        left -= len(line) + 1
        if left < 0:
            return ""
        kept.append(line)
    return "\n".join(kept) + "\n"


def _whole(report: Report, detail: Detail, note: str) -> Iterator[str]:
    for number, part in enumerate(_top(report)):
        yield from ["", part] if number else [part]
    for group in groups(report):
        yield from _group(group, detail)
    if report.unchanged:
        yield from ("", f"{number_of(report.unchanged, 'stack')} unchanged.")
    if note:
        yield from ("", note)


def _top(report: Report) -> Iterator[str]:
    """Say what is about the whole."""
    yield f"### {headline(report)}"
    if report.mode == "untrusted":
        why = "; ".join(prose(beginning(word, 200)) for word in report.why_untrusted[:5])
        yield f"**Untrusted mode**: no plan was made, nothing of the change was run{f' ({why})' if why else ''}."
    yield from (f"⚠️ {prose(beginning(note, 500))}" for note in report.notes[:NOTES])
    if len(report.notes) > NOTES:
        yield f"⚠️ and {len(report.notes) - NOTES} more like that"
    where = origin(report, code)
    if where:
        yield where


def _group(group: Group, detail: Detail) -> Iterator[str]:
    yield from ("", f"#### {group.title}", "")
    if group.rank > _FAILED and not detail.stories:
        total = Counts()
        for stack in group.stacks:
            total = total.plus(stack.counts)
        yield f"{number_of(len(group.stacks), 'stack')}: {counted(total)}."
        return
    for stack in group.stacks:
        yield from above_the_fold(stack, detail)
    for stack in group.stacks:
        yield from (line for block in folded(stack, detail) for line in ("", block))


def _cut_note(link: str) -> str:
    where = f"[the whole report]({link})" if _LINK.fullmatch(link) else "the job's report"
    return f"_Shortened to fit into a comment; {where} has the rest._"


def _one_line_each(report: Report, limit: int, link: str) -> str:
    """Name each stack that is blocked or loses something, as many as fit; count the others."""
    told = [stack for stack in in_order(report.stacks) if stack.status == "blocked" or stack.losses]
    top = list(_top(report))
    noted = [f"⚠️ {number_of(len(report.notes), 'note')} on the whole: see the report"] if report.notes else []
    shown = top if sum(map(len, top)) < limit // 2 else [top[0], *noted]
    lines = ["\n\n".join(shown), "", *map(in_one_line, told)]
    end = ["", _cut_note(link)]
    room = limit - sum(len(line) + 1 for line in end) - 80
    kept, used = 0, 0
    for line in lines:
        used += len(line) + 1
        if used > room:
            break
        kept += 1
    left = len(lines) - kept
    more = [f"- and {left} more that are blocked or lose something"] if left else []
    return "\n".join([*lines[:kept], *more, *end]) + "\n"
