"""What became of several stacks that were gone through in order: counted, then one by one, failures last."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from platformctl.terraform.narration import short
from platformctl.views.look import Look
from platformctl.views.outcome import took
from platformctl.views.preview import counted
from platformctl.views.tables import columns, heading, next_command, paragraph
from platformctl.workflows.results import Outcome, Result, Stopped

ORDER = ("applied", "unchanged", "destroyed", "not started", "stopped")


def gone_through(results: Sequence[Result], look: Look) -> str:
    """Show what became of each."""
    if not results:
        return look.text(paragraph("There are no stacks here."))
    stopped = [one for one in results if isinstance(one, Stopped)]
    shown: list[Any] = [heading(_counted(results)), ""]
    shown += [columns(("STACK", "", "CHANGES", "TOOK"), rows)] if (rows := _rows(results)) else []
    shown += ["", *left_out] if (left_out := [_left_out(one) for one in stopped if not one.started]) else []
    for one in (one for one in stopped if one.started):
        shown += ["", *_failure(one)]
    return look.text(*shown)


def _counted(results: Sequence[Result]) -> str:
    """Count what became of how many."""
    numbers = Counter(_became(one) for one in results)
    told = ", ".join(f"{numbers[status]} {status}" for status in ORDER if numbers[status])
    return f"{len(results)} {'stack' if len(results) == 1 else 'stacks'}: {told}."


def _became(result: Result) -> str:
    if isinstance(result, Outcome):
        return result.status
    return "stopped" if result.started else "not started"


def _rows(results: Sequence[Result]) -> list[tuple[str, ...]]:
    done = (one for one in results if isinstance(one, Outcome))
    return [(str(one.preview.stack.id), one.status, counted(one.preview), took(one.seconds)) for one in done]


def _left_out(stopped: Stopped) -> Any:
    return paragraph(f"{stopped.id} was not started: {stopped.error.detail}")


def _failure(stopped: Stopped) -> list[Any]:
    lines = [heading(f"{stopped.id} stopped: {stopped.error.summary}"), paragraph(short(stopped.error.detail))]
    return [*lines, next_command(stopped.error.hint)] if stopped.error.hint else lines
