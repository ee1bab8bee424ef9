"""Terraform's own difference, as lines: made from what the report says of it, hence masked and cut."""

from collections.abc import Iterator, Sequence

from platformctl.views.plain import number_of, short
from platformctl.workflows.report_results import UNKNOWN, AttributeLine, ChangeLine, StackReport

SIGNS = {"create": "+", "update": "!", "replace": "-", "delete": "-", "forget": "-"}
"""As `diff` is coloured by code hosts: green, amber, red."""
WORDS = {
    "create": "will be created",
    "update": "will be changed in place",
    "replace": "must be replaced",
    "delete": "will be destroyed",
    "forget": "will be let go",
    "import": "will be imported",
}


def difference(stack: StackReport, most: int) -> list[str]:
    """Return at most so many lines, and one that says what is missing."""
    lines = [line for change in stack.changes for line in _change(change)]
    shown = lines[:most]
    left = len(lines) - len(shown)
    if left:
        shown.append(f"  … {number_of(left, 'line')} more")
    if stack.left_out:
        shown.append(f"  … and {number_of(stack.left_out, 'object')} more that the report has no room for")
    return shown


def _change(change: ChangeLine) -> Iterator[str]:
    sign = SIGNS.get(change.action, " ")
    yield f"{sign} {short(change.address)} {WORDS.get(change.action, change.action)}"
    told = _made(change.attributes) if change.action == "create" else map(_attribute, change.attributes)
    yield from (f"{sign}     {said}" for said in told)
    if change.left_out:
        yield f"{sign}     and {number_of(change.left_out, 'attribute')} more"


def _made(attributes: Sequence[AttributeLine]) -> Iterator[str]:
    """Say what a new object is given: it had nothing before; what only the cloud knows is named in one line."""
    yield from (f"{one.path}: {one.after}" for one in attributes if one.after != UNKNOWN)
    later = [one.path for one in attributes if one.after == UNKNOWN]
    if later:
        yield f"known after apply: {', '.join(later)}"


def _attribute(one: AttributeLine) -> str:
    forces = "  (forces the replacement)" if one.forces else ""
    return f"{one.path}: {one.before} → {one.after}{forces}"
