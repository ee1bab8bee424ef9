"""Tells a person who waits what an apply does: Terraform's events in plain words."""

from platformctl.progress import Event
from platformctl.terraform.events import ApplyEvent, ResourceDone, ResourceFailed, ResourceProgress, ResourceStarted

TOPIC = "apply"
_DOING = {"create": "creating", "update": "changing", "delete": "destroying", "read": "reading"}
_DID = {"create": "created", "update": "changed", "delete": "destroyed", "read": "read"}
_MODULE = "module.this."


def narrate(event: ApplyEvent) -> Event:
    """Make one progress event of one event of Terraform's."""
    match event:
        case ResourceStarted(address, action):
            return Event(TOPIC, "started", f"{short(address)}: {_DOING.get(action, action)}", address)
        case ResourceProgress(address, action, elapsed):
            return Event(TOPIC, "waiting", f"{short(address)}: {_DOING.get(action, action)}, {elapsed:.0f} s", address)
        case ResourceDone(address, action, _, elapsed):
            return Event(TOPIC, "done", f"{short(address)}: {_DID.get(action, action)} after {elapsed:.0f} s", address)
        case ResourceFailed(address, action, elapsed):
            words = f"{short(address)}: {_DOING.get(action, action)} failed after {elapsed:.0f} s"
            return Event(TOPIC, "failed", words, address)
        case _:
            return Event(TOPIC, "note", f"{event.severity}: {event.summary}", event.address)


def short(address: str) -> str:
    """Leave out the module that every stack has."""
    return address.removeprefix(_MODULE)
