"""A plan as the lines of a report: what is lost first, as much of the rest as there is room for."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from platformctl.project.words import spoken
from platformctl.terraform.plan import Action, Plan, ResourceChange
from platformctl.terraform.redaction import AttributeChange, Side
from platformctl.workflows.report_results import AttributeLine, ChangeLine, Counts, Loss

MOST_CHANGES = 2_000
"""Objects of one stack that are listed; all are counted."""
MOST_ATTRIBUTES = 100
LONGEST_VALUE = 500
WORD, LINE, TEXT = 290, 1_900, 19_000
"""Characters that are kept of a name, of a sentence or address, and of several sentences."""
_ORDER = (Action.DELETE, Action.FORGET, Action.REPLACE, Action.UPDATE, Action.CREATE)
_KINDS = {"sensitive": "(sensitive)", "unknown": "(known after apply)", "absent": "(none)"}
Mask = Callable[[str], str]
"""Hides the secrets that are known; before a text is cut, or a part of one would stay."""


@dataclass
class _Room:
    """What is left of the space."""

    characters: int

    def takes(self, line: AttributeLine) -> bool:
        """Take a line in, if there is room for it."""
        self.characters -= len(line.path) + len(line.before) + len(line.after) + 60
        return self.characters >= 0


def counts_of(plan: Plan) -> Counts:
    """Count the changes by what they do."""
    found = [change.action.value for change in plan.changes]
    return Counts(**{name: found.count(name) for name in Counts.model_fields})


def losses_of(plan: Plan, stateful: Iterable[str], mask: Mask) -> tuple[Loss, ...]:
    """List what would be gone; data first."""
    holding = frozenset(stateful)
    found = [
        Loss(address=cut(mask(change.address), LINE), type=cut(change.type, WORD), data=change.type in holding)
        for change in plan.losses
    ]
    return tuple(sorted(found, key=lambda loss: (not loss.data, loss.address)))[: 10 * MOST_CHANGES]


def changes_of(plan: Plan, room: int, mask: Mask) -> tuple[tuple[ChangeLine, ...], int]:
    """List the changes with as many attributes as there is room for; return how many changes are left out."""
    ordered = sorted(plan.changes, key=lambda change: (_rank(change), change.address))
    left = _Room(room)
    return tuple(_change(change, left, mask) for change in ordered[:MOST_CHANGES]), max(0, len(ordered) - MOST_CHANGES)


def cut(text: str, most: int) -> str:
    """Keep a text's beginning; what is no text, as half a character of a file's odd name, is a question mark."""
    sound = text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
    return sound if len(sound) <= most else f"{sound[: most - 1]}…"


def _rank(change: ResourceChange) -> int:
    return _ORDER.index(change.action) if change.action in _ORDER else len(_ORDER)


def _change(change: ResourceChange, room: _Room, mask: Mask) -> ChangeLine:
    told = change.attributes if change.action in {Action.UPDATE, Action.REPLACE, Action.CREATE} else ()
    lines = [_attribute(one, change.replace_paths, mask) for one in _forcing_first(told, change.replace_paths)]
    kept = tuple(line for line in lines[:MOST_ATTRIBUTES] if room.takes(line))
    return ChangeLine(
        address=cut(mask(change.address), LINE),
        action="import" if change.importing and change.action is Action.NO_OP else change.action.value,
        attributes=kept,
        left_out=len(lines) - len(kept),
    )


def _forcing_first(attributes: Iterable[AttributeChange], forcing: Iterable[str]) -> list[AttributeChange]:
    paths = frozenset(forcing)
    return sorted(attributes, key=lambda one: one.path not in paths)


def _attribute(one: AttributeChange, forcing: Iterable[str], mask: Mask) -> AttributeLine:
    return AttributeLine(
        path=cut(mask(one.path), LINE),
        before=_side(one.before, mask),
        after=_side(one.after, mask),
        forces=one.path in forcing,
    )


def _side(side: Side, mask: Mask) -> str:
    if side.kind != "known":
        return _KINDS[side.kind]
    said = mask(spoken(side.value)).replace("\n", "⏎")
    return cut(said, LONGEST_VALUE) or '""'
