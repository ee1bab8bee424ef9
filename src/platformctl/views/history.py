"""What was done: the runs of an environment, the events of one stack."""

from typing import Any

from platformctl.records.past_run import PastRun
from platformctl.views.document import document
from platformctl.views.events import spent, time_of, when, words
from platformctl.views.look import Look
from platformctl.views.preview import ORDER, SIGNS
from platformctl.views.tables import columns, next_command, paragraph, rows_whole
from platformctl.workflows.audit_results import History, RunList


def told(history: History, look: Look) -> str:
    """Show the events of a stack, oldest first."""
    if not history.events:
        return look.text(paragraph(f"Nothing was ever done to {history.id}."))
    rows = [(when(event.at), event.run, event.type, f"{words(event)}{spent(event)}") for event in history.events]
    table = columns(("WHEN (UTC)", "RUN", "EVENT", ""), rows)
    older = f"platformctl history {history.id} --before {history.events[0].at}"
    return look.text(table, *(("", next_command(older)) if history.has_more else ()))


def told_json(history: History) -> str:
    """Show the events to a program."""
    events = [dict(event) for event in history.events]  # plain JSON already; a copy of thousands would take a second
    return document({"stack": str(history.id), "events": events, "has_more": history.has_more})


def runs(found: RunList, look: Look) -> str:
    """Show the runs of an environment, a line each, newest first."""
    if not found.runs:
        return look.text(paragraph(f"Nothing was ever done in {found.environment}."))
    titles = ("WHEN (UTC)", "STACK", "COMMAND", "WHO", "OUTCOME", "CHANGES", "TOOK")
    rows = [_row(run, found) for run in found.runs]
    older = f"platformctl history --env {found.environment} --before {found.runs[-1].began}"
    return look.text(rows_whole(titles, rows), *(("", next_command(older)) if found.has_more else ()))


def runs_json(found: RunList) -> str:
    """Show the runs to a program."""
    facts = [run_facts(run, _outcome(run, found)) for run in found.runs]
    return document({"environment": found.environment, "runs": facts, "has_more": found.has_more})


def run_facts(run: PastRun, outcome: str) -> dict[str, Any]:
    """Return a run as plain data: who, from what, what was judged and planned, what it came to."""
    return {
        "run": run.id,
        "stack": run.stack,
        "began": run.began,
        "ended": run.end.at if run.end else "",
        "outcome": outcome,
        "facts": run.facts.model_dump(mode="json"),
        "verdicts": [{"stage": stage, "blocking": blocking} for stage, blocking in run.verdicts],
        "plan": run.plan,
        "summary": dict(run.summary),
        "before": run.before.model_dump() if run.before else None,
        "after": run.after.model_dump() if run.after else None,
        "seconds": run.took,
        "steps": [{"step": step, "seconds": seconds} for step, seconds in run.steps],
    }


def signed(summary: Any) -> str:
    """Say what a plan does with its signs: "+3 ~1"."""
    said = [(SIGNS[action][0], summary.get(action.value, 0)) for action in reversed(ORDER)]
    return " ".join(f"{sign}{number}" for sign, number in said if number)


def _row(run: PastRun, found: RunList) -> tuple[str, ...]:
    facts = run.facts
    who = f"{facts.who}@{facts.host}" if facts.who else ""
    end = _outcome(run, found)
    return when(run.began), run.stack, facts.command, who, end, signed(run.summary), time_of(run.took)


def _outcome(run: PastRun, found: RunList) -> str:
    """Say what it came to; a run without an outcome is under way, or was killed."""
    if run.end is None or run.end.type == "interrupted":
        return "under way" if run.id in found.alive else "interrupted"
    return run.outcome
