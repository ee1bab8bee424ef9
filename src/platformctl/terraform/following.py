"""Follows an apply to its end: reads its events as they come, tells them, keeps account; and explains a failure."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from platformctl.errors import PlatformError
from platformctl.progress import Progress
from platformctl.terraform.diagnostics import Diagnostic, ending, failure
from platformctl.terraform.events import ApplyEvent, EventTail
from platformctl.terraform.flight import Flight, account
from platformctl.terraform.known_secrets import hidden
from platformctl.terraform.narration import narrate
from platformctl.terraform.process import Running

_PAUSE = 0.2
_PROSE = 4000


def follow(running: Running, progress: Progress) -> Iterator[Flight]:
    """Give the account again and again while Terraform works, and once more when everything it said was read."""
    tail = EventTail(running.events, running.secrets)
    flight = Flight()
    ended = False
    while not ended:
        ended = running.wait(_PAUSE) is not None
        events = tail.read()
        for event in _fresh(events, flight):
            progress(narrate(event))
        flight = account(events, flight)
        yield flight


def _fresh(events: Iterable[ApplyEvent], flight: Flight) -> Iterator[ApplyEvent]:
    """Leave out complaints that were told: a cancelled apply repeats one for each resource."""
    told = set(flight.complaints)
    for event in events:
        if event not in told:
            yield event
        if isinstance(event, Diagnostic):
            told.add(event)


def flight_of(applies: Iterable[Path]) -> Flight:
    """Read the whole account of a run that nobody follows any more, from the event files of its applies."""
    return account(event for path in applies for event in EventTail(path).read())


def apply_failure(running: Running, flight: Flight) -> PlatformError:
    """Explain an apply that did not succeed, in Terraform's words."""
    prose = hidden(running.stderr.read_text("utf-8", errors="replace"), running.secrets)[-_PROSE:]
    return failure("Terraform could not apply", flight.complaints, prose or ending(running.poll()))
