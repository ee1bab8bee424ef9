"""What became of a stack: for people, and as the one JSON document."""

from collections.abc import Mapping, Sequence
from typing import Any

from platformctl.records.facts import RecordedOutput
from platformctl.views.document import document
from platformctl.views.failure import failure_facts, inside
from platformctl.views.look import Look
from platformctl.views.outputs import output_rows
from platformctl.views.plain import short
from platformctl.views.preview import counted, parts
from platformctl.views.tables import columns, heading, next_command, pairs, paragraph
from platformctl.workflows.results import Outcome, Result, Stopped

SAID = {
    "applied": "is applied and recorded",
    "unchanged": "is as its request says; nothing had to change",
    "destroyed": "is destroyed; its request and generated files are removed",
    "previewed": "was planned only; nothing was changed",
    "written": "is written; its environment is applied by the pipeline",
}


def said(outcome: Outcome) -> str:
    """Say in a few words what became of a stack."""
    if outcome.status == "destroyed" and outcome.preview.stack.kept:
        return "is destroyed; its request was gone before"
    return SAID[outcome.status]


def finished(outcome: Outcome, look: Look) -> str:
    """Show what became of one stack, its outputs, and what to type next."""
    shown: list[Any] = [*parts(outcome.preview), ""] if outcome.status in {"previewed", "written"} else []
    time = f" ({took(outcome.seconds)})" if outcome.seconds >= 1 and outcome.run else ""
    stack = outcome.preview.stack
    shown.append(heading(f"{stack.id} {said(outcome)}{time}."))
    if outcome.outputs and outcome.status in {"applied", "unchanged"}:
        shown += ["", heading("Outputs"), pairs(output_rows(stack.id, outcome.outputs))]
    if outcome.status == "destroyed" and stack.contract.leftovers:
        stays = [(leftover.what, f"until {leftover.until}") for leftover in stack.contract.leftovers]
        shown += ["", heading("What stays behind"), columns(("", ""), stays)]
    shown += ["", *map(next_command, next_words(outcome))]
    return look.text(*shown)


def next_words(outcome: Outcome) -> Sequence[str]:
    """Say what is useful to type next."""
    stack = outcome.preview.stack
    words = {
        "applied": [f"platformctl show {stack.id}"],
        "unchanged": [f"platformctl show {stack.id}"],
        "destroyed": ["platformctl list"],
        "previewed": [f"platformctl apply {stack.id}"]
        if outcome.preview.has_changes and not outcome.preview.not_appliable
        else [f"platformctl show {stack.id}"],
        "written": [f"git add {stack.id.folder} vendor platform.lock && git commit"],
    }[outcome.status]
    return [inside(outcome.new_folder, word) for word in words]


def finished_json(outcome: Outcome) -> str:
    """Say what became of one stack to a program."""
    return document(facts(outcome))


def facts(outcome: Outcome) -> dict[str, Any]:
    """Return an outcome as plain data; never a sensitive value."""
    preview = outcome.preview
    return {
        "stack": str(preview.stack.id),
        "status": outcome.status,
        "run": outcome.run,
        "seconds": round(outcome.seconds, 1),
        "destroys": preview.destroys,
        "deleted": preview.stack.kept is not None,
        "not_appliable": failure_facts(preview.not_appliable) if preview.not_appliable else None,
        "changes": [{"address": change.address, "action": change.action.value} for change in preview.plan.changes],
        "data_losses": list(preview.data_losses),
        "verdicts": [_verdict(verdict) for verdict in preview.verdicts],
        "outputs": outputs_facts(outcome.outputs),
    }


def outputs_facts(outputs: Mapping[str, RecordedOutput]) -> dict[str, Any]:
    """Return outputs as plain data: values, and that a sensitive one exists."""
    return {
        name: {"sensitive": True} if output.sensitive else {"value": output.value} for name, output in outputs.items()
    }


def _verdict(verdict: Any) -> dict[str, Any]:
    return {
        "stage": verdict.stage,
        "blocking": verdict.blocking,
        "findings": [finding.model_dump(mode="json") for finding in verdict.findings],
        "guarantees": [{"promise": proof.promise, "standing": proof.standing} for proof in verdict.guarantees],
    }


def several(results: Sequence[Result], look: Look) -> str:
    """Show what became of several stacks, failures last."""
    if not results:
        return look.text(paragraph("There are no stacks here."))
    shown: list[Any] = []
    for outcome in (one for one in results if isinstance(one, Outcome)):
        line = heading(f"{outcome.preview.stack.id} {said(outcome)}: {counted(outcome.preview)}.")
        shown += [*(parts(outcome.preview) if outcome.status == "previewed" else [line]), ""]
    for stopped in (one for one in results if isinstance(one, Stopped)):
        shown += [heading(f"{stopped.id} stopped: {stopped.error.summary}"), paragraph(short(stopped.error.detail))]
        shown += [next_command(stopped.error.hint)] if stopped.error.hint else []
        shown.append("")
    return look.text(*shown[:-1])


def several_json(results: Sequence[Result]) -> str:
    """Say what became of several stacks to a program."""
    return document({"stacks": [result_facts(one) for one in results]})


def result_facts(result: Result) -> dict[str, Any]:
    """Return what became of one of several as plain data."""
    if isinstance(result, Outcome):
        return facts(result)
    return {
        "stack": str(result.id),
        "status": "stopped" if result.started else "not started",
        "error": failure_facts(result.error),
    }


def took(seconds: float) -> str:
    """Say how long something took."""
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds // 60:.0f} min {seconds % 60:02.0f} s"
