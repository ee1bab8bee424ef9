"""A report as notes at the lines of requests: few, the worst first, since hosts drop what is too much."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from platformctl.views.job_log import without_commands
from platformctl.views.plain import harmless, number_of, one_line
from platformctl.views.report_words import against, alike, lost
from platformctl.workflows.report_results import Report, StackReport, in_order

MOST = 10
"""Of each kind: GitHub drops what a step has beyond that, without a word."""
_LONGEST = 1_000

Kind = Literal["error", "warning"]


@dataclass(frozen=True)
class Annotation:
    """One note at a line of a file."""

    kind: Kind
    title: str
    text: str
    file: str = ""
    line: int = 0


def annotations(report: Report) -> tuple[Annotation, ...]:
    """Return the notes: what is blocked or failed as errors, what is lost as warnings."""
    found = list(chain.from_iterable(_of(stack) for stack in in_order(report.stacks)))
    kinds: tuple[Kind, ...] = ("error", "warning")
    return tuple(chain.from_iterable(_bounded([one for one in found if one.kind == kind]) for kind in kinds))


def _of(stack: StackReport) -> Iterator[Annotation]:
    for same in alike(stack.objections):
        yield _note("error", stack, same[0].title, against(same, str))
    if stack.error and not stack.objections:
        yield _note("error", stack, stack.error.summary, stack.error.detail or stack.error.summary)
    if stack.losses:
        told = "; ".join(lost(loss, str) for loss in sorted(stack.losses, key=lambda loss: not loss.data))
        yield _note("warning", stack, f"{number_of(len(stack.losses), 'object')} lost", told)


def _note(kind: Kind, stack: StackReport, title: str, text: str) -> Annotation:
    said = _shown(text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…")
    return Annotation(kind, _shown(one_line(f"{stack.id}: {title}", 200)), said, stack.request, stack.request_line)


def _shown(text: str) -> str:
    """Return a text that acts neither on a terminal nor, were the encoding of commands to fail, on a host."""
    return without_commands(harmless(text))


def _bounded(found: list[Annotation]) -> list[Annotation]:
    if len(found) <= MOST:
        return found
    rest = len(found) - MOST + 1
    more = Annotation(found[0].kind, f"{rest} more", "The job's page and the pull request's comment have them all.")
    return [*found[: MOST - 1], more]
