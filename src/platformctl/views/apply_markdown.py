"""What became of an apply, for a job's summary: counted, one line each, and in full what stopped and how to go on."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from platformctl.terraform.narration import short
from platformctl.views.markdown_text import code, fenced, prose
from platformctl.views.plain import number_of
from platformctl.views.preview import counted
from platformctl.workflows.results import Outcome, Result, Stopped, id_of

ORDER = ("stopped", "not started", "destroyed", "applied", "unchanged")
MOST = 300
"""Stacks told one by one; a host cuts off what is too long, and nobody reads it."""
FULL = 50
"""Failures told in full; a host takes a megabyte."""
_BULLET = "- "


def applied_markdown(results: Sequence[Result], hide: Callable[[str], str]) -> str:
    """Write it all; what stopped comes first."""
    stopped = [one for one in results if isinstance(one, Stopped) and one.started][:FULL]
    parts = [f"### {_headline(results)}", *(_failure(one, hide) for one in stopped), *_table(results)]
    return "\n\n".join(parts) + "\n"


def _headline(results: Sequence[Result]) -> str:
    numbers = Counter(map(_became, results))
    told = ", ".join(f"{numbers[word]} {word}" for word in ORDER if numbers[word])
    return f"{number_of(len(results), 'stack')}: {told or 'nothing to do'}"


def _became(result: Result) -> str:
    if isinstance(result, Outcome):
        return result.status
    return "stopped" if result.started else "not started"


def _failure(stopped: Stopped, hide: Callable[[str], str]) -> str:
    error = stopped.error
    lines = [f"#### {code(str(stopped.id))} stopped: {prose(error.summary)}", "", *_lines(hide(short(error.detail)))]
    if error.hint:
        lines += ["", fenced(hide(error.hint).splitlines(), "sh")]
    return "\n".join(lines)


def _lines(detail: str) -> Iterator[str]:
    """Yield sentences and lists as they are, whatever stands in them inert; a list needs a line before it."""
    before = ""
    for line in detail.splitlines():
        is_item = line.startswith(_BULLET)
        if before and is_item != before.startswith(_BULLET):
            yield ""
        yield f"{_BULLET}{prose(line.removeprefix(_BULLET))}" if is_item else prose(line)
        before = line


def _table(results: Sequence[Result]) -> Iterator[str]:
    """Yield the table of all stacks, the ones that need somebody first."""
    told = sorted(results, key=lambda one: ORDER.index(_became(one)) if _became(one) in ORDER else len(ORDER))[:MOST]
    rows = [f"| {code(str(id_of(one)))} | {_became(one)} | {_changes(one)} |" for one in told]
    if rows:
        yield "\n".join(["| stack | | changes |", "|---|---|---|", *rows])
    if len(results) > len(told):
        yield f"And {len(results) - len(told)} more."


def _changes(result: Result) -> str:
    return counted(result.preview) if isinstance(result, Outcome) else ""
