"""Whose something is."""

from collections.abc import Sequence
from typing import Any

from platformctl.stacks.stack_id import StackId
from platformctl.views.document import document
from platformctl.views.look import Look
from platformctl.views.plain import short
from platformctl.views.tables import heading, next_command, pairs
from platformctl.workflows.results import Answer, Place


def because(answers: Sequence[Answer], look: Look) -> str:
    """Tell of each stack where the text is, what asked for it, and who applied it."""
    pieces: list[Any] = []
    for answer in answers:
        pieces += [heading(str(answer.stack)), pairs([*_places(answer.places), *_request(answer), *_run(answer)]), ""]
    return look.text(*pieces, next_command(f"platformctl show {answers[0].stack}"))


def because_json(answers: Sequence[Answer]) -> str:
    """Tell it to a program."""
    return document({"answers": [_facts(answer) for answer in answers]})


def request_path(stack: StackId) -> str:
    """Return where the request of a stack lies in the project."""
    return f"{stack.folder}/request.yaml"


def _places(places: Sequence[Place]) -> list[tuple[str, str]]:
    return [("is" if place.exact else "is in", f"{short(place.where)}: {short(place.value)}") for place in places]


def _request(answer: Answer) -> list[tuple[str, str]]:
    if answer.request is None:
        return [("request", "deleted")]
    return [("request", request_path(answer.stack)), ("module", answer.request.module), ("team", answer.request.team)]


def _run(answer: Answer) -> list[tuple[str, str]]:
    run = answer.applied
    if run is None:
        return [("applied", "never")]
    facts = run.facts
    commit = f"{facts.commit[:12]}{' and uncommitted files' if facts.uncommitted else ''}" if facts.commit else "none"
    version = f"{facts.module.name}@{facts.module.version} ({facts.module.digest[:19]}…)" if facts.module else "unknown"
    when = run.ended[:19].replace("T", " ")
    return [
        ("applied", f"{when} by {facts.who} on {facts.host} ({facts.command})"),
        ("run", run.id),
        ("commit", commit),
        ("with", version),
        *(("judged", verdict) for verdict in answer.verdicts),
    ]


def _facts(answer: Answer) -> dict[str, Any]:
    run = answer.applied
    return {
        "stack": str(answer.stack),
        "places": [vars(place) for place in answer.places],
        "request": request_path(answer.stack) if answer.request else None,
        "module": answer.request.module if answer.request else None,
        "team": answer.request.team if answer.request else None,
        "last_applied": run.model_dump(mode="json") if run else None,
        "verdicts": list(answer.verdicts),
    }
