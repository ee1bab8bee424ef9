"""Where stacks stand: the list, one stack in full."""

from collections.abc import Sequence
from typing import Any

from platformctl.views.document import document
from platformctl.views.events import when
from platformctl.views.history import run_facts
from platformctl.views.last_run import last_run
from platformctl.views.look import Look
from platformctl.views.outcome import outputs_facts
from platformctl.views.outputs import output_rows
from platformctl.views.plain import one_line
from platformctl.views.tables import columns, heading, next_command, pairs, paragraph, rows_whole
from platformctl.workflows.results import Standing


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
        pieces += ["", heading("Last run"), pairs(last_run(standing.head.last_run, standing.last))]
    if standing.partial:
        pieces += ["", heading("How far it came"), columns(("", ""), standing.partial.lines)]
    if standing.head and standing.head.outputs:
        pieces += ["", heading("Outputs"), pairs(output_rows(standing.id, standing.head.outputs))]
    return look.text(*pieces, "", next_command(f"platformctl history {standing.id}"))


def shown_json(standing: Standing) -> str:
    """Show one stack to a program."""
    partial = standing.partial.model_dump(mode="json") if standing.partial else None
    last = run_facts(standing.last, standing.last.outcome) if standing.last else None
    return document({**_facts(standing), "partial": partial, "run": last})


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
    return when(applied.ended) if applied else "never"
