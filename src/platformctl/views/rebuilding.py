"""What became of an environment that was made again from git."""

import shlex
from typing import Any

from platformctl.views.document import document
from platformctl.views.fleet import gone_through
from platformctl.views.look import Look
from platformctl.views.outcome import result_facts, several, took
from platformctl.views.tables import heading, next_command, paragraph
from platformctl.workflows.results import Outcome, Rebuilt, Stopped


def rebuilt(result: Rebuilt, look: Look) -> str:
    """Show what was rebuilt, how long it took, what differs, and what git can't bring back."""
    shown = several(result.results, look) if result.stopped else gone_through(result.results, look)
    parts: list[Any] = ["", heading(_summary(result))]
    for stack, told in result.differences.items():
        parts += [paragraph(f"- {stack}: {line}") for line in told]
    if result.holding and not result.stopped:
        parts += [paragraph(f"{', '.join(map(str, result.holding))}: what it held is not in git. Restore its data.")]
    if result.stopped:
        parts += [next_command(f"git add {shlex.quote(f'stacks/{result.target}')} && git commit")]
    return shown + look.text(*parts)


def _summary(result: Rebuilt) -> str:
    where = result.source if result.source == result.target else f"{result.source} as {result.target}"
    number = len(result.results)
    if result.stopped:
        return f"{where}: {number} written and judged; the environment is applied by its pipeline."
    good = sum(1 for one in result.results if isinstance(one, Outcome))
    same = "" if result.differences or good < number else " Nothing differs."
    return f"{where}: {good} of {number} stacks rebuilt in {took(result.seconds)}.{same}"


def rebuilt_json(result: Rebuilt) -> str:
    """Show it to a program."""
    return document(
        {
            "environment": result.source,
            "into": result.target,
            "rebuilt": not result.stopped and not any(isinstance(one, Stopped) for one in result.results),
            "seconds": round(result.seconds, 1),
            "stacks": [result_facts(one) for one in result.results],
            "differences": {str(stack): list(told) for stack, told in result.differences.items()},
            "holding_data": [str(stack) for stack in result.holding],
        }
    )
