"""Sums up an apply's events: what is in flight, what exists, what failed. Recorded on a signal; read when settling."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from platformctl.terraform.diagnostics import Diagnostic
from platformctl.terraform.events import ApplyEvent, ResourceDone, ResourceFailed, ResourceProgress, ResourceStarted


@dataclass(frozen=True)
class Flight:
    """How far an apply has come, as far as its own words tell."""

    in_flight: Mapping[str, str] = field(default_factory=dict)
    """Address to action: asked for, not answered; it may or may not exist."""
    created: Mapping[str, str] = field(default_factory=dict)
    """Address to id: created, and not destroyed since."""
    gone: frozenset[str] = frozenset()
    """Destroyed, and not created again since."""
    updated: frozenset[str] = frozenset()
    """Changed in place."""
    failed: frozenset[str] = frozenset()
    complaints: tuple[Diagnostic, ...] = ()

    @property
    def started(self) -> bool:
        """Claim that Terraform asked the cloud for something."""
        return bool(self.in_flight or self.created or self.gone or self.updated or self.failed)


def account(events: Iterable[ApplyEvent], flight: Flight | None = None) -> Flight:
    """Carry an account on, event by event."""
    current = flight or Flight()
    for event in events:
        current = _after(current, event)
    return current


def _after(flight: Flight, event: ApplyEvent) -> Flight:
    match event:
        case ResourceStarted(address, action):
            return replace(flight, in_flight={**flight.in_flight, address: action})
        case ResourceProgress():
            return flight
        case ResourceDone():
            return _done(_landed(flight, event.address), event)
        case ResourceFailed(address):
            return replace(_landed(flight, address), failed=flight.failed | {address})
        case Diagnostic():
            return replace(flight, complaints=(*flight.complaints, event))


def _landed(flight: Flight, address: str) -> Flight:
    return replace(flight, in_flight=_without(flight.in_flight, address))


def _done(flight: Flight, event: ResourceDone) -> Flight:
    if event.action == "delete":
        created = _without(flight.created, event.address)
        return replace(flight, created=created, gone=flight.gone | {event.address})
    if event.action == "create":
        created = {**flight.created, event.address: event.id}
        return replace(flight, created=created, gone=flight.gone - {event.address})
    return replace(flight, updated=flight.updated | {event.address}) if event.action == "update" else flight


def _without(known: Mapping[str, str], address: str) -> dict[str, str]:
    return {key: value for key, value in known.items() if key != address}
