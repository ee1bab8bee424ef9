"""The audit trail as a table for a spreadsheet: a row for each event."""

import csv
import io
from collections.abc import Iterable
from typing import Any

from platformctl.records.event import Event
from platformctl.records.facts import RunFacts
from platformctl.records.past_run import PastRun
from platformctl.views.events import words
from platformctl.views.plain import harmless

TITLES = ("stack", "number", "at", "run", "event", "says", "who", "host", "pipeline", "command", "commit", "request")
MORE = ("module", "plan", "state", "seconds", "previous", "hash")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How cells begin that a spreadsheet takes for something to compute."""


def table(events: Iterable[Event]) -> str:
    """Write the events as CSV; what a run was made from stands in each of its rows."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow((*TITLES, *MORE))
    known: dict[tuple[str, str], RunFacts] = {}
    for event in events:
        key = (event.stack, event.run)
        facts = known[key] if key in known else known.setdefault(key, PastRun((event,)).facts)
        writer.writerow([cell(value) for value in (*_row(event, facts), *_more(event, facts))])
    return out.getvalue()


def cell(value: object) -> str:
    """Return a value as a cell that a spreadsheet shows, and does not compute."""
    text = harmless(str(value)).replace("\n", " ")
    return f"'{text}" if text.startswith(_FORMULA) else text


def _row(event: Event, facts: RunFacts) -> tuple[object, ...]:
    where = (event.stack, event.seq, event.at, event.run, event.type, words(event))
    return (*where, facts.who, facts.host, facts.pipeline, facts.command, facts.commit, facts.request)


def _more(event: Event, facts: RunFacts) -> tuple[object, ...]:
    body: Any = event.body
    module = f"{facts.module.name}@{facts.module.version} {facts.module.digest}" if facts.module else ""
    state = (body.get("state") or body.get("before") or {}).get("sha256", "")
    return module, body.get("plan", ""), state, body.get("seconds", ""), event.prev, event.hash
