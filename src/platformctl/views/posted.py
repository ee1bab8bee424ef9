"""Where a report landed, for people and for programs."""

from dataclasses import asdict

from platformctl.hosts.landing import Missed, Posted
from platformctl.views.document import document
from platformctl.views.look import Look
from platformctl.views.plain import harmless, one_line
from platformctl.views.tables import pairs, paragraph

_PLACES = {
    "summary": "job's page",
    "annotations": "annotations",
    "outputs": "outputs",
    "comment": "comment",
    "check": "check run",
}
_DONE = {
    "written": "written",
    "made": "made",
    "changed": "changed in place",
    "same": "says so already",
    "none": "not needed: no stack is touched",
    "late": "left to the newer push",
}


def posted(result: Posted, look: Look) -> str:
    """Show a person where the report is."""
    rows = [(_PLACES[one.place], _DONE[one.what]) for one in result.landed]
    return look.text(paragraph(f"Posted to {result.host} as '{result.target}'."), pairs(rows))


def posted_json(result: Posted) -> str:
    """Show it to a program."""
    landed = {one.place: one.what for one in result.landed}
    facts = {"host": result.host, "target": result.target, "landed": landed}
    return document({**facts, "missed": [asdict(one) for one in result.missed]})


def missed(one: Missed) -> str:
    """Warn in one line that a place does not have the report; what a host said makes no lines of its own."""
    said = f"Warning: no {_PLACES[one.place]}: {one.summary}. {one.detail}"
    return harmless(one_line(f"{said} To have it: {one.hint}." if one.hint else said, 900)) + "\n"
