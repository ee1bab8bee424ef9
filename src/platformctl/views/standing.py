"""Where stacks stand: the list, one stack in full, its history."""

from collections.abc import Sequence
from typing import Any

from platformctl.records.event import Event
from platformctl.records.facts import PartialApply
from platformctl.views.document import document
from platformctl.views.look import Look
from platformctl.views.outcome import outputs_facts
from platformctl.views.outputs import output_rows
from platformctl.views.plain import number_of, one_line, short
from platformctl.views.preview import VERBS
from platformctl.views.tables import columns, heading, next_command, pairs, paragraph, rows_whole
from platformctl.workflows.results import History, Standing


def listed(environment: str, standings: Sequence[Standing], look: Look) -> str:
    """List the stacks of an environment."""
    if not standings:
        return look.text(
            paragraph(f"There are no stacks in {environment} yet."),
            next_command(f"platformctl create db orders --env {environment}"),
        )
    rows = [(str(one.id), one.status, _size(one), _module(one), _when(one)) for one in standings]
    notes: list[Any] = [paragraph(f"{one.id}: {note}", "yellow") for one in standings for note in one.notes]
    table = rows_whole(("STACK", "STATUS", "SIZE", "MODULE", "LAST APPLIED"), rows)
    return look.text(table, *(["", *notes] if notes else []))


def listed_json(environment: str, standings: Sequence[Standing]) -> str:
    """List the stacks to a program."""
    return document({"environment": environment, "stacks": [_facts(one) for one in standings]})


def shown(standing: Standing, look: Look) -> str:
    """Show one stack in full."""
    pieces: list[Any] = [heading(f"{standing.id}  {standing.status}")]
    pieces += [paragraph(note, "yellow") for note in standing.notes]
    if standing.request:
        asked = [(name, one_line(value)) for name, value in standing.request.inputs.items()]
        kept = [(f"name of {key}", name) for key, name in standing.request.names.items()]
        basics = [("module", standing.request.module), ("team", standing.request.team)]
        uses = [("uses", binding) for binding in standing.request.bindings]
        pieces += ["", heading("Request"), pairs([*basics, *asked, *kept, *uses])]
    if standing.head and standing.head.last_run:
        pieces += ["", heading("Last run"), pairs(_run(standing))]
    if standing.partial:
        pieces += ["", heading("How far it came"), columns(("", ""), standing.partial.lines)]
    if standing.head and standing.head.outputs:
        pieces += ["", heading("Outputs"), pairs(output_rows(standing.id, standing.head.outputs))]
    return look.text(*pieces, "", next_command(f"platformctl history {standing.id}"))


def shown_json(standing: Standing) -> str:
    """Show one stack to a program."""
    partial = standing.partial.model_dump(mode="json") if standing.partial else None
    return document({**_facts(standing), "partial": partial})


def told(history: History, look: Look) -> str:
    """Show the events of a stack, oldest first."""
    if not history.events:
        return look.text(paragraph(f"Nothing was ever done to {history.id}."))
    rows = [(_time(event.at), event.run, event.type, _words(event)) for event in history.events]
    return look.text(columns(("WHEN (UTC)", "RUN", "EVENT", ""), rows))


def told_json(history: History) -> str:
    """Show the events to a program."""
    return document({"stack": str(history.id), "events": [event.model_dump(mode="json") for event in history.events]})


def _facts(one: Standing) -> dict[str, Any]:
    head = one.head
    return {
        "stack": str(one.id),
        "status": one.status,
        "notes": list(one.notes),
        "deleted": one.deleted,
        "request": one.request.model_dump(mode="json") if one.request else None,
        "last_run": head.last_run.model_dump(mode="json") if head and head.last_run else None,
        "last_applied": head.last_applied.model_dump(mode="json") if head and head.last_applied else None,
        "outputs": outputs_facts(head.outputs) if head else {},
        "state": head.state.model_dump(mode="json") if head and head.state else None,
    }


def _size(one: Standing) -> str:
    return str(one.request.inputs.get("size", "")) if one.request else ""


def _module(one: Standing) -> str:
    """Name the module: of the request, or of what its last run made where the request is gone."""
    applied = one.head.last_applied if one.head else None
    made = f"{applied.facts.module.name}@{applied.facts.module.version}" if applied and applied.facts.module else ""
    return one.request.module if one.request else made


def _when(one: Standing) -> str:
    applied = one.head.last_applied if one.head else None
    return _time(applied.ended) if applied else "never"


def _time(at: str) -> str:
    return at[:19].replace("T", " ")


def _run(standing: Standing) -> list[tuple[str, str]]:
    assert standing.head is not None
    assert standing.head.last_run is not None
    run = standing.head.last_run
    commit = f"{run.facts.commit[:12]}{' and uncommitted files' if run.facts.uncommitted else ''}"
    return [
        ("run", run.id),
        ("command", f"{run.facts.command} by {run.facts.who} on {run.facts.host}"),
        ("began", _time(run.started)),
        ("ended", f"{_time(run.ended)}  {run.outcome}" if run.outcome else "not yet"),
        ("commit", commit if run.facts.commit else "none (not in git)"),
    ]


def _words(event: Event) -> str:
    """Say the most useful thing that an event's body holds."""
    body: Any = event.body
    match event.type:
        case "started":
            facts = body.get("facts", {})
            over = f", over run {facts['over']}" if facts.get("over") else ""
            kept = f", from the files of run {facts['files_of']}" if facts.get("files_of") else ""
            return f"{facts.get('command')} by {facts.get('who')} on {facts.get('host')}{over}{kept}"
        case "judged":
            findings = [one for one in body.get("findings", []) if one.get("blocking")]
            return f"{body.get('stage')}: {'blocked by ' + str(len(findings)) if findings else 'passed'}"
        case "planned":
            counts = body.get("summary", {})
            return (
                ", ".join(f"{number} to {VERBS.get(action, action)}" for action, number in counts.items())
                or "no changes"
            )
        case "failed" if "failed" in body:
            return PartialApply.told_by(body).counted
        case "settled":
            return short(" · ".join([str(body.get("verdict")), *map(str, body.get("steps", []))]))
        case _:
            return _why(body)


def _why(body: Any) -> str:
    """Say what ended a run: an error, or a signal and what was under way then."""
    if "signal" in body:
        return f"{body['signal']}, {number_of(len(body.get('in_flight', {})), 'resource')} under way"
    return str(body.get("error", ""))
