"""What one event of the records says, in a line."""

from typing import Any

from platformctl.records.event import Event
from platformctl.records.facts import PartialApply
from platformctl.views.plain import number_of, short
from platformctl.views.preview import VERBS

FINGERPRINT = len("fp:") + 16
"""Characters of a fingerprint that people are shown."""


def when(at: str) -> str:
    """Say a time as people read it, in UTC."""
    return at[:19].replace("T", " ")


def time_of(seconds: float | None) -> str:
    """Say how long something took; nothing for what took no time, or was not timed."""
    if seconds is None or seconds < 1:
        return ""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds // 60:.0f} min {seconds % 60:02.0f} s"


def spent(event: Event) -> str:
    """Say how long the step took that an event ended, behind what it says."""
    seconds = event.body.get("seconds")
    told = time_of(seconds) if isinstance(seconds, int | float) else ""
    return f" ({told})" if told else ""


def by(facts: Any) -> str:
    """Say who made a run, from where."""
    pipeline = f", from {facts['pipeline']}" if facts.get("pipeline") else ""
    return f"{facts.get('command')} by {facts.get('who')} on {facts.get('host')}{pipeline}"


def counted(summary: Any) -> str:
    """Say what a plan does, in words."""
    return ", ".join(f"{number} to {VERBS.get(action, action)}" for action, number in summary.items()) or "no changes"


def words(event: Event) -> str:
    """Say the most useful thing that an event's body holds."""
    body: Any = event.body
    match event.type:
        case "started":
            facts = body.get("facts", {})
            over = f", over run {facts['over']}" if facts.get("over") else ""
            kept = f", from the files of run {facts['files_of']}" if facts.get("files_of") else ""
            return f"{by(facts)}{over}{kept}"
        case "judged":
            findings = [one for one in body.get("findings", []) if one.get("blocking")]
            return f"{body.get('stage')}: {'blocked by ' + str(len(findings)) if findings else 'passed'}"
        case "planned":
            return counted(body.get("summary", {}))
        case "failed" if "failed" in body:
            return PartialApply.told_by(body).counted
        case "settled":
            return short(" · ".join([str(body.get("verdict")), *map(str, body.get("steps", []))]))
        case _:
            return _of_leases(event) or _basis(body) or _why(body)


def _basis(body: Any) -> str:
    """Say what the yes rested on, where it was more than somebody's word."""
    if "reviewed" in body:
        return f"as reviewed: {body['reviewed'][:FINGERPRINT]}, at commit {str(body.get('review_commit'))[:12]}"
    return f"as accepted: {body['accepted'][:FINGERPRINT]}" if "accepted" in body else ""


def _of_leases(event: Event) -> str:
    """Say what befell the lease or the chain itself."""
    body: Any = event.body
    match event.type:
        case "taken-over":
            return f"its process had died; run {body.get('by')} went on"
        case "released":
            return f"its lease was released by {body.get('by')}: {body.get('reason')}"
        case "checkpoint":
            cut = body.get("cut", {}).get("seq", 0)
            return f"the events up to number {cut} are cut off" if cut else "events before it may be cut off"
        case "moved":
            return f"goes on in {body.get('to')}"
        case _:
            return ""


def _why(body: Any) -> str:
    """Say what ended a run: an error, or a signal and what was under way then."""
    if "signal" in body:
        return f"{body['signal']}, {number_of(len(body.get('in_flight', {})), 'resource')} under way"
    return str(body.get("error", ""))
