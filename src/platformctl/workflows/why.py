"""Answers whose something is: an id, an ARN, a name, a value → the stack, its request, who applied it from what."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from platformctl.errors import PlatformError, Usage
from platformctl.project.project import Project
from platformctl.records.event import Event
from platformctl.records.facts import PublicOutput
from platformctl.records.head import Head
from platformctl.records.store import Records
from platformctl.requests.request import Request
from platformctl.stacks import workspace
from platformctl.stacks.stack_id import StackId
from platformctl.terraform.state_search import find_text
from platformctl.workflows.results import Answer, Place

SHORTEST = 3
"""Shorter texts are in everything."""
MOST_PLACES = 5
"""Places named of one stack."""


def why(text: str, project: Project, records: Records) -> tuple[Answer, ...]:
    """Return the stacks that know a text: those where something is it; where there are none, those that contain it."""
    if len(text) < SHORTEST:
        raise Usage("Too short to look for", detail=f"'{text}': give at least {SHORTEST} characters.")
    found = [answer for answer in _answers(text, project, records) if answer.places]
    if not found:
        raise PlatformError(
            "Nothing here knows this",
            detail=f"'{text}' is in no request, output or state of this project. What is sensitive is not searched.",
            hint="platformctl list",
        )
    exact = [answer for answer in found if answer.is_exact]
    return tuple(replace(answer, verdicts=_verdicts(answer, records)) for answer in exact or found)


def _answers(text: str, project: Project, records: Records) -> Iterator[Answer]:
    heads = {head.stack: head for head in records.heads()}
    requested = {str(stack) for stack in workspace.discover(project)}
    for name in sorted({*heads, *requested}):
        stack = StackId.of(name)
        request = _request(project, stack)
        places = [*_in_request(text, stack, request), *_in_outputs(text, heads.get(name))]
        state = records.read_state(name) if name in heads else b""
        places += [Place(f"{hit.address} {hit.attribute}", hit.value, hit.exact) for hit in find_text(state, text)]
        places.sort(key=lambda place: not place.exact)
        yield Answer(stack, tuple(places[:MOST_PLACES]), request, heads.get(name))


def _request(project: Project, stack: StackId) -> Request | None:
    try:
        return workspace.request_of(project, stack)
    except Usage:
        return None


def _in_request(text: str, stack: StackId, request: Request | None) -> Iterator[Place]:
    yield from _held("stack", str(stack), text)
    if request:
        for key, name in request.names.items():
            yield from _held(f"name of {key}", name, text)
        for key, value in request.inputs.items():
            yield from _held(f"input {key}", value, text)
        for binding in request.bindings:
            yield from _held("binding", binding, text)


def _in_outputs(text: str, head: Head | None) -> Iterator[Place]:
    for name, output in (head.outputs if head else {}).items():
        if isinstance(output, PublicOutput):
            yield from _held(f"output {name}", output.value, text)


def _held(where: str, value: Any, text: str) -> Iterator[Place]:
    """Yield the place if the value, or a part of it, holds the text."""
    parts = value if isinstance(value, list) else list(value.values()) if isinstance(value, dict) else [value]
    for part in parts:
        said = str(part)
        if text in said:
            yield Place(where, said, said == text)


def _verdicts(answer: Answer, records: Records) -> tuple[str, ...]:
    run = answer.applied.id if answer.applied else ""
    judged = [event for event in records.events(str(answer.stack)) if event.run == run and event.type == "judged"]
    return tuple(_said(event) for event in judged)


def _said(event: Event) -> str:
    """Say what a judgement came to; the records hold no values."""
    proofs = event.body.get("guarantees")
    standings = [one.get("standing") for one in proofs if isinstance(one, dict)] if isinstance(proofs, list) else []
    return f"{event.body.get('stage')}: {standings.count('proven')} of {len(standings)} guarantees proven"
