"""Folds events into the story of one run: who, from what, what was judged and planned, what it came to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from platformctl.records.event import Event, EventType
from platformctl.records.facts import RunFacts, StateMark

ENDINGS: frozenset[EventType] = frozenset(
    {"applied", "failed", "interrupted", "blocked", "declined", "destroyed", "settled"}
)


@dataclass(frozen=True)
class PastRun:
    """One run, by its events; what is not on record (an earlier platformctl told less) is empty."""

    events: tuple[Event, ...]

    @property
    def id(self) -> str:
        """Return the run's id."""
        return self.events[0].run

    @property
    def stack(self) -> str:
        """Return the stack's id."""
        return self.events[0].stack

    @property
    def began(self) -> str:
        """Return when it was put on record."""
        return self.events[0].at

    @property
    def facts(self) -> RunFacts:
        """Return why and from what it was made."""
        return RunFacts.model_validate(self._last("started").get("facts", {}))

    @property
    def end(self) -> Event | None:
        """Return its outcome; None while it is under way, or was killed."""
        return next((event for event in reversed(self.events) if event.type in ENDINGS), None)

    @property
    def outcome(self) -> str:
        """Say what it came to; empty without an outcome."""
        if self.end is None:
            return ""
        return f"settled: {self.end.body.get('verdict')}" if self.end.type == "settled" else self.end.type

    @property
    def took(self) -> float | None:
        """Return the seconds from its first to its last step; None for one that was settled later, or has no end."""
        if self.end is None or self.end.type == "settled":
            return None
        return (datetime.fromisoformat(self.end.at) - datetime.fromisoformat(self.began)).total_seconds()

    @property
    def summary(self) -> Mapping[str, int]:
        """Return how much its last plan did of what."""
        found: Any = self._last("planned").get("summary", {})
        return {str(action): int(number) for action, number in found.items()}

    @property
    def plan(self) -> str:
        """Return the SHA-256 of its last plan file."""
        return str(self._last("planned").get("plan", ""))

    @property
    def verdicts(self) -> tuple[tuple[str, int], ...]:
        """Return what was judged, stage by stage, and how many findings blocked."""
        judged = (event for event in self.events if event.type == "judged")
        return tuple((str(event.body.get("stage")), _blocking(event)) for event in judged)

    @property
    def before(self) -> StateMark | None:
        """Return the state that it began with."""
        return _mark(self._last("started").get("before"))

    @property
    def after(self) -> StateMark | None:
        """Return the state that it left; None where it says nothing, for nothing was begun."""
        found = (event.body["state"] for event in reversed(self.events) if "state" in event.body)
        return _mark(next(found, None))

    @property
    def steps(self) -> tuple[tuple[str, float], ...]:
        """Return the steps that were timed, and the seconds that led to each."""
        timed = ((event.type, event.body.get("seconds")) for event in self.events)
        return tuple((type_, float(spent)) for type_, spent in timed if isinstance(spent, int | float))

    def _last(self, type_: EventType) -> Mapping[str, Any]:
        return next((event.body for event in reversed(self.events) if event.type == type_), {})


def runs_of(events: Iterable[Event]) -> tuple[PastRun, ...]:
    """Group a stack's events by run, in the order in which the runs began; those whose start was cut off are left."""
    grouped: dict[str, list[Event]] = {}
    for event in events:
        if event.type == "started" or event.run in grouped:
            grouped.setdefault(event.run, []).append(event)
    return tuple(PastRun(tuple(group)) for group in grouped.values())


def _blocking(event: Event) -> int:
    findings: Any = event.body.get("findings", [])
    return sum(1 for one in findings if isinstance(one, dict) and one.get("blocking"))


def _mark(told: Any) -> StateMark | None:
    return StateMark.model_validate(told) if told else None
