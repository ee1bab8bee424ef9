"""What the outputs of a stack were, and which run made each of them so."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import TypeAdapter

from platformctl.errors import Usage
from platformctl.project.words import nearest
from platformctl.records.event import Event
from platformctl.records.facts import RecordedOutput
from platformctl.records.store import Records
from platformctl.stacks.stack_id import StackId
from platformctl.workflows.results import OutputChange

_OUTPUTS: TypeAdapter[dict[str, RecordedOutput]] = TypeAdapter(dict[str, RecordedOutput])


def output_history(records: Records, stack: StackId, name: str | None) -> tuple[OutputChange, ...]:
    """Return each change of a stack's outputs, or of one of them, oldest first."""
    changes = tuple(_changes(records.events(str(stack))))
    known = {change.name for change in changes}
    if name is not None and name not in known:
        raise Usage(
            "Unknown output",
            detail=f"{stack} never had an output '{name}'.{nearest(name, known)}",
            hint=f"platformctl outputs {stack}",
        )
    return tuple(change for change in changes if name in (None, change.name))


def _changes(events: tuple[Event, ...]) -> Iterator[OutputChange]:
    before: Mapping[str, RecordedOutput] = {}
    for event in events:
        now = _outputs(event.body, before, destroyed=event.type == "destroyed")
        for name in sorted({*before, *now}):
            if before.get(name) != now.get(name):
                yield OutputChange(name, event.at, event.run, now.get(name))
        before = now


def _outputs(
    body: Mapping[str, Any], before: Mapping[str, RecordedOutput], *, destroyed: bool
) -> Mapping[str, RecordedOutput]:
    if destroyed:
        return {}
    return _OUTPUTS.validate_python(body["outputs"]) if "outputs" in body else before
