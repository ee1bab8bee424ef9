"""Folds a stack's events into its head: what `list` and `show` need, without reading the history."""

from collections.abc import Callable, Iterable
from typing import Literal

from pydantic import TypeAdapter

from platformctl.model import Model
from platformctl.records.event import FIRST, Body, Event, EventType
from platformctl.records.facts import RecordedOutput, RunFacts, StateMark
from platformctl.records.kept import KeptMark

Status = Literal["planned", "applying", "applied", "failed", "interrupted", "destroyed"]
Verdict = Literal["complete", "partial", "not-started", "destroyed"]
"""What settling found, in a `settled` event's body under `verdict`."""

_OUTPUTS = TypeAdapter(dict[str, RecordedOutput])
_VERDICT: TypeAdapter[Verdict] = TypeAdapter(Verdict)


class Cut(Model):
    """Which events retention cut off, as a checkpoint says before it happens."""

    seq: int = 0
    """The number of the newest of them."""
    hash: str = FIRST


class RecordedRun(Model):
    """One run, as far as it has come."""

    id: str
    started: str
    facts: RunFacts = RunFacts()
    applying: bool = False
    """It came as far as `applying`: from there on something may exist."""
    outcome: EventType | None = None
    """None while it is under way, or was killed."""
    ended: str = ""


class Head(Model):
    """Where a stack stands after its newest event."""

    stack: str
    seq: int = 0
    hash: str = FIRST
    """Of the newest event: tells when the end of the chain was cut off."""
    status: Status = "planned"
    before: Status = "planned"
    """What the status was before the last `applying`; an apply that turns out not to have begun goes back to it."""
    disarmed: bool = False
    """A destruction that took the protection off has not come to its end."""
    unfinished: str | None = None
    """The run without an outcome; with nobody alive who holds the lease, it must be settled."""
    last_run: RecordedRun | None = None
    last_applied: RecordedRun | None = None
    outputs: dict[str, RecordedOutput] = {}
    state: StateMark | None = None
    kept: KeptMark | None = None
    """The files of the last run that may have made something: what is there is planned from them when the request is
    gone."""
    kept_before: KeptMark | None = None
    """What `kept` was before the last `applying`."""
    cut: int = 0
    """The number of the newest event that retention has cut off, as the newest checkpoint says."""
    moved_to: str = ""
    """The store that has taken the stack's story over; here it is only looked at."""

    def status_now(self, *, alive: bool) -> Status:
        """Say the status as it is, given whether the lease's holder lives: a killed run leaves `applying` behind."""
        return "interrupted" if self.status == "applying" and not alive else self.status


def head_of(stack: str, events: Iterable[Event]) -> Head | None:
    """Derive the head from all events of the stack; None without any."""
    head = None
    for event in events:
        head = after(head or Head(stack=stack), event)
    return head


def after(head: Head, event: Event) -> Head:
    """Return the head that follows when the event is added."""
    moved = _MOVES[event.type](head, event)
    return moved.model_copy(update={"seq": event.seq, "hash": event.hash, **_told(event.run, event.body)})


def _told(run: str, body: Body) -> dict[str, object]:
    """Take what any event may tell: outputs, state, and which files are kept."""
    told: dict[str, object] = {}
    if "outputs" in body:
        told["outputs"] = _OUTPUTS.validate_python(body["outputs"])
    if "state" in body:
        told["state"] = StateMark.model_validate(body["state"])
    if "kept" in body:
        told["kept"] = KeptMark.model_validate({"run": run, "digest": body["kept"]})
    return told


def _started(head: Head, event: Event) -> Head:
    facts = RunFacts.model_validate(event.body.get("facts", {}))
    run = RecordedRun(id=event.run, started=event.at, facts=facts)
    return head.model_copy(update={"last_run": run, "unfinished": run.id})


def _unmoved(head: Head, _event: Event) -> Head:
    return head


def _checkpoint(head: Head, event: Event) -> Head:
    """Begin where older events were cut off: the checkpoint says what they had come to, and how many went before."""
    begun = head if head.seq else Head.model_validate(event.body.get("head"))
    return begun.model_copy(update={"cut": Cut.model_validate(event.body.get("cut")).seq})


def _moved(head: Head, event: Event) -> Head:
    return head.model_copy(update={"moved_to": str(event.body.get("to", ""))})


def _applying(head: Head, event: Event) -> Head:
    run = _run(head, event).model_copy(update={"applying": True})
    disarmed = head.disarmed or event.body.get("step") == "disarm"
    moved = {"last_run": run, "before": head.status, "kept_before": head.kept, "status": "applying"}
    return head.model_copy(update={**moved, "disarmed": disarmed})


def _applied(head: Head, event: Event) -> Head:
    ended = _ended(head, event, "applied")
    return ended.model_copy(update={"last_applied": ended.last_run, "disarmed": False})


def _destroyed(head: Head, event: Event) -> Head:
    gone: dict[str, object] = {
        "last_applied": None,
        "outputs": {},
        "disarmed": False,
        "kept": None,
        "kept_before": None,
    }
    return _ended(head, event, "destroyed").model_copy(update=gone)


def _failed(head: Head, event: Event) -> Head:
    touched = _run(head, event).applying or head.status == "planned"
    ended = _ended(head, event, "failed" if touched else head.status)
    return ended.model_copy(update={"disarmed": head.disarmed and not event.body.get("rearmed")})


def _interrupted(head: Head, event: Event) -> Head:
    run = _run(head, event)
    if not run.applying:
        return _ended(head, event, head.status)
    told = run.model_copy(update={"outcome": event.type})
    return head.model_copy(update={"last_run": told, "status": "interrupted"})


def _stopped(head: Head, event: Event) -> Head:
    return _ended(head, event, "failed" if _run(head, event).applying else head.status)


def _settled(head: Head, event: Event) -> Head:
    match _VERDICT.validate_python(event.body.get("verdict")):
        case "complete":
            return _applied(head, event)
        case "destroyed":
            return _destroyed(head, event)
        case "partial":
            return _ended(head, event, "failed")
        case "not-started":
            return _not_started(head, event)


def _not_started(head: Head, event: Event) -> Head:
    """Go back to what was before an apply that did not begin."""
    if not _run(head, event).applying:
        return _ended(head, event, head.status)
    return _ended(head, event, head.before).model_copy(update={"kept": head.kept_before})


def _run(head: Head, event: Event) -> RecordedRun:
    """Return the run that the event belongs to."""
    last = head.last_run
    return last if last and last.id == event.run else RecordedRun(id=event.run, started=event.at)


def _ended(head: Head, event: Event, status: Status) -> Head:
    run = _run(head, event).model_copy(update={"outcome": event.type, "ended": event.at})
    return head.model_copy(update={"last_run": run, "unfinished": None, "status": status})


_MOVES: dict[EventType, Callable[[Head, Event], Head]] = {
    "started": _started,
    "planned": _unmoved,
    "judged": _unmoved,
    "applying": _applying,
    "applied": _applied,
    "failed": _failed,
    "interrupted": _interrupted,
    "blocked": _stopped,
    "declined": _stopped,
    "destroyed": _destroyed,
    "settled": _settled,
    "taken-over": _unmoved,
    "released": _unmoved,
    "checkpoint": _checkpoint,
    "moved": _moved,
}
