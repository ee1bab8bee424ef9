"""A stack's outputs; a sensitive one is shown as where to fetch it."""

import json
from collections.abc import Mapping, Sequence

from platformctl.errors import Usage
from platformctl.project.words import nearest
from platformctl.records.facts import RecordedOutput
from platformctl.stacks.stack_id import StackId
from platformctl.views.document import document
from platformctl.views.look import Look
from platformctl.views.tables import columns, pairs, paragraph
from platformctl.workflows.results import OutputChange


def outputs(stack: StackId, found: Mapping[str, RecordedOutput], look: Look) -> str:
    """Show all outputs."""
    if not found:
        return look.text(paragraph(f"{stack} has no outputs on record."))
    return look.text(pairs(output_rows(stack, found)))


def outputs_json(stack: StackId, found: Mapping[str, RecordedOutput]) -> str:
    """Show all outputs to a program."""
    return document({"stack": str(stack), "outputs": {name: _facts(stack, name, one) for name, one in found.items()}})


def output(stack: StackId, name: str, found: Mapping[str, RecordedOutput]) -> str:
    """Show one output's bare value, for `$(…)`; Usage for one that is sensitive or is not there."""
    if name not in found:
        known = ", ".join(found) or "none"
        raise Usage("Unknown output", detail=f"{stack} has no output '{name}'.{nearest(name, found)} Outputs: {known}.")
    one = found[name]
    if one.sensitive:
        raise Usage(
            "A sensitive output is not shown",
            detail=f"'{name}' of {stack} is kept in the state only.",
            hint=fetch(stack, name),
        )
    return f"{_text(one.value)}\n"


def past(stack: StackId, changes: Sequence[OutputChange], look: Look) -> str:
    """Show what outputs were, oldest first."""
    if not changes:
        return look.text(paragraph(f"{stack} has no such outputs on record."))
    rows = [(one.at[:19].replace("T", " "), one.run, one.name, _past_value(one)) for one in changes]
    return look.text(columns(("WHEN (UTC)", "RUN", "OUTPUT", "BECAME"), rows))


def past_json(stack: StackId, changes: Sequence[OutputChange]) -> str:
    """Show it to a program."""
    facts = [
        {"at": one.at, "run": one.run, "name": one.name, **(_facts(stack, one.name, one.became) if one.became else {})}
        for one in changes
    ]
    return document({"stack": str(stack), "changes": facts})


def _past_value(one: OutputChange) -> str:
    if one.became is None:
        return "(gone)"
    return "(sensitive)" if one.became.sensitive else _shown(one.became.value)


def output_rows(stack: StackId, found: Mapping[str, RecordedOutput]) -> list[tuple[str, str]]:
    """Return name and value of each output."""
    return [
        (name, f"(sensitive: {fetch(stack, name)})" if one.sensitive else _shown(one.value))
        for name, one in found.items()
    ]


def fetch(stack: StackId, name: str) -> str:
    """Say how a person who may read the state fetches a sensitive output."""
    return f"terraform -chdir={stack.folder} output -raw {name}"


def _facts(stack: StackId, name: str, one: RecordedOutput) -> dict[str, object]:
    return {"sensitive": True, "reference": fetch(stack, name)} if one.sensitive else {"value": one.value}


def _shown(value: object) -> str:
    """Return a value for a row; one of several lines as JSON, since it could look like further rows."""
    text = _text(value)
    return json.dumps(value, ensure_ascii=False) if "\n" in text else text


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
