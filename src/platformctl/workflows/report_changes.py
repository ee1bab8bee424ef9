"""A plan as the lines of a report: what is lost first, as much of the rest as there is room for."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import takewhile
from os.path import commonprefix

from platformctl.project.words import spoken
from platformctl.terraform.plan import Action, Plan, ResourceChange
from platformctl.terraform.redaction import AttributeChange, Side
from platformctl.workflows.report_leaves import leaves
from platformctl.workflows.report_results import UNKNOWN, AttributeLine, ChangeLine, Counts, Loss, Lost

MOST_CHANGES = 2_000
"""Objects of one stack that are listed; all are counted."""
MOST_ATTRIBUTES = 100
LONGEST_VALUE = 500
AROUND = 40
"""Characters that are kept of what two long values begin alike with."""
WORD, LINE, TEXT = 290, 1_900, 19_000
"""Characters that are kept of a name, of a sentence or address, and of several sentences."""
_ORDER = (Action.DELETE, Action.FORGET, Action.REPLACE, Action.UPDATE, Action.CREATE)
_KINDS = {"sensitive": "(sensitive)", "unknown": UNKNOWN, "absent": "(none)"}
_LOST: Mapping[Action, Lost] = {Action.DELETE: "delete", Action.FORGET: "forget", Action.REPLACE: "replace"}
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
        Loss(
            address=cut(mask(change.address), LINE),
            type=cut(change.type, WORD),
            action=_LOST[change.action],
            data=change.type in holding,
        )
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
    parts = sorted(
        ((_forces(part.path, change.replace_paths), part) for one in told for part in leaves(one, mask)),
        key=lambda found: not found[0],
    )
    lines = (_attribute(part, forces, mask) for forces, part in parts[:MOST_ATTRIBUTES] if room.characters > 0)
    kept = tuple(takewhile(room.takes, lines))
    return ChangeLine(
        address=cut(mask(change.address), LINE),
        action="import" if change.importing and change.action is Action.NO_OP else change.action.value,
        attributes=kept,
        left_out=len(parts) - len(kept),
    )


def _forces(path: str, forcing: Iterable[str]) -> bool:
    """Claim that it, what it is a part of, or a part of it is why the object is replaced."""
    return any(f"{path}.".startswith(f"{other}.") or other.startswith(f"{path}.") for other in forcing)


def _attribute(one: AttributeChange, forces: bool, mask: Mask) -> AttributeLine:
    before, after = _apart(_side(one.before, mask), _side(one.after, mask))
    return AttributeLine(path=cut(mask(one.path), LINE), before=before, after=after, forces=forces)


def _side(side: Side, mask: Mask) -> str:
    if side.kind != "known":
        return _KINDS[side.kind]
    return mask(spoken(side.value)).replace("\n", "⏎") or '""'


def _apart(before: str, after: str) -> tuple[str, str]:
    """Cut two values so that the place stays in sight from where on they differ."""
    if before != after and max(len(before), len(after)) > LONGEST_VALUE:
        start = len(commonprefix((before, after))) - AROUND  # noqa: RUF071 (characters are what is meant)
        if start > 0:
            before, after = f"…{before[start:]}", f"…{after[start:]}"
    return cut(before, LONGEST_VALUE), cut(after, LONGEST_VALUE)
