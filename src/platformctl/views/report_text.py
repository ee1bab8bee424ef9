"""A report on a terminal."""

from collections.abc import Iterator
from typing import Any

from platformctl.views.look import Look
from platformctl.views.plain import number_of, one_line, short
from platformctl.views.report_words import (
    Group,
    against,
    alike,
    counted,
    groups,
    headline,
    lost,
    notes,
    origin,
    story,
    title,
)
from platformctl.views.tables import heading, next_command, paragraph
from platformctl.workflows.report_results import Report, StackReport

MOST = 20
"""Losses that are named of one stack."""


def reported(report: Report, look: Look) -> str:
    """Show a report."""
    parts: list[Any] = [heading(f"{headline(report)}.")]
    where = origin(report, one_line)
    parts += [paragraph(where, "dim")] if where else []
    parts += [paragraph(note, "yellow") for note in report.notes]
    if report.mode == "untrusted":
        why = "; ".join(report.why_untrusted[:5])
        parts.append(paragraph(f"Untrusted mode: no plan was made{f' ({why})' if why else ''}.", "yellow"))
    for group in groups(report):
        parts += ["", *_group(group)]
    if report.unchanged:
        parts += ["", paragraph(f"{number_of(report.unchanged, 'stack')} unchanged.")]
    return look.text(*parts)


def _group(group: Group) -> Iterator[Any]:
    yield heading(group.title)
    for stack in group.stacks:
        yield from _stack(stack)


def _stack(stack: StackReport) -> Iterator[Any]:
    said = story(stack, one_line)
    count = f" ({counted(stack.counts)})" if stack.counts.total else ""
    yield paragraph(f"{title(stack, one_line)}{f': {said}' if said else ''}{count}")
    for same in alike(stack.objections):
        yield paragraph(f"  ✗ {against(same, str)}", "red")
    if stack.status == "inspected":
        yield from (paragraph(f"  · {why}") for why in stack.why[0 if stack.intent else 1 : MOST])
    if not stack.changes:
        advice = alike([one for one in stack.findings if not one.blocking])
        yield from (paragraph(f"  · {against(same, str)}") for same in advice)
    losses = sorted(stack.losses, key=lambda loss: not loss.data)
    for loss in losses[:MOST]:
        yield paragraph(f"  - {lost(loss, one_line)}", "bold red")
    if len(losses) > MOST:
        yield paragraph(f"  - and {len(losses) - MOST} more", "bold red")
    yield from (paragraph(f"  {note}", "yellow") for note in notes(stack, str))
    if stack.error and not stack.objections:
        yield paragraph(f"  {stack.error.summary}. {short(stack.error.detail)}", "red")
        yield from [next_command(stack.error.hint)] if stack.error.hint else []
