"""A judged plan for people: what would be lost first, what will exist, what it guarantees."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from platformctl.errors import PlatformError
from platformctl.policy.verdict import Proof
from platformctl.stacks.stack import Stack
from platformctl.terraform.plan import Action, ResourceChange
from platformctl.terraform.redaction import AttributeChange, Side
from platformctl.views.look import Look
from platformctl.views.plain import harmless, number_of, one_line, short
from platformctl.views.tables import INDENT, heading, next_command, paragraph, signed
from platformctl.workflows.results import Preview

SIGNS = {
    Action.CREATE: ("+", "green", "create"),
    Action.UPDATE: ("~", "yellow", "change"),
    Action.REPLACE: ("±", "bold red", "replace"),
    Action.DELETE: ("-", "bold red", "destroy"),
    Action.FORGET: ("!", "bold red", "let go"),
}
VERBS = {action.value: verb for action, (_, _, verb) in SIGNS.items()}
ORDER = (Action.DELETE, Action.FORGET, Action.REPLACE, Action.UPDATE, Action.CREATE)
"""Losses first."""
SHOWN = 6
"""Attributes shown of one change."""
MANY = 5
"""More instances than this, made or destroyed alike, are one line."""


def previewed(preview: Preview, look: Look) -> str:
    """Show what applying would do."""
    return look.text(*parts(preview))


def parts(preview: Preview) -> list[Any]:
    """Return the pieces, for other views to build on."""
    stack = preview.stack
    pieces: list[Any] = [heading(title(stack)), paragraph(sentence(stack)), *_deleted(preview)]
    pieces += ["", *_changes(preview)]
    if not preview.destroys:
        pieces += _guarantees(preview)
    if preview.not_appliable:
        pieces += ["", *_not_appliable(preview.not_appliable)]
    return pieces


def title(stack: Stack) -> str:
    """Name a stack and what it is."""
    return f"{stack.id}  {stack.contract.title}"


def sentence(stack: Stack) -> str:
    """Say in one line what was asked for, where."""
    size = stack.request.inputs.get("size")
    cloud = stack.environment.cloud
    place = "in no cloud" if cloud is None else "in the sandbox" if cloud.sandbox else f"in {cloud.account}"
    words = [f"size {size}"] if size else []
    words += [f"{name.replace('_', ' ')} {one_line(stack.values.get(name), 40)}" for name in stack.contract.inputs]
    return f"{', '.join(words)}; tier {stack.environment.tier}, {place}{_region(stack)}."


def _deleted(preview: Preview) -> list[Any]:
    """Tell why it is destroyed, and that it is planned from what was kept."""
    kept = preview.stack.kept
    words = f"deleted: its request is gone; {counted(preview)}, by the files of run {kept.run}" if kept else ""
    return [paragraph(words, "yellow")] if kept else []


def counted(preview: Preview) -> str:
    """Count the changes in words, losses first."""
    changes = preview.plan.changes
    numbers = [(SIGNS[action][2], sum(1 for change in changes if change.action is action)) for action in ORDER]
    return ", ".join(f"{number} to {verb}" for verb, number in numbers if number) or "no changes"


def _region(stack: Stack) -> str:
    return f" ({stack.environment.cloud.region})" if stack.environment.cloud else ""


def _changes(preview: Preview) -> list[Any]:
    if not preview.has_changes:
        return [paragraph("Nothing changes: what exists is what the request says.", "green")]
    ordered = sorted(preview.plan.changes, key=lambda change: (ORDER.index(change.action), change.address))
    lost = set(preview.data_losses)
    lines: list[Any] = [heading(f"What will happen: {counted(preview)}")]
    for _, alike in groupby(ordered, key=_kind):
        lines += _alike(list(alike), lost)
    return lines


def _kind(change: ResourceChange) -> tuple[object, ...]:
    """Group what is made or destroyed alike; what changes in place has a story of its own."""
    told = change.address if change.action in {Action.UPDATE, Action.REPLACE} else ""
    return (change.action, change.address.partition("[")[0], told)


def _alike(changes: Sequence[ResourceChange], lost: set[str]) -> list[Any]:
    if len(changes) <= MANY:
        return [piece for change in changes for piece in _change(change, change.address in lost)]
    one = replace(changes[0], address=f"{changes[0].address.partition('[')[0]} ({len(changes)} of them)")
    return [*_change(one, any(change.address in lost for change in changes))]


def _change(change: ResourceChange, loses_data: bool) -> Iterable[Any]:
    from rich.padding import Padding
    from rich.text import Text

    sign, style, _ = SIGNS[change.action]
    address = harmless(short(change.address))
    loss = ("  THE DATA IN IT IS LOST", "bold red") if loses_data else ""
    yield Padding(Text.assemble((f"{sign} ", style), address, loss), INDENT)
    if change.action in {Action.UPDATE, Action.REPLACE}:
        shown = change.attributes[:SHOWN]
        yield from (paragraph(f"    {_attribute(one, change)}", "dim") for one in shown)
        if len(change.attributes) > SHOWN:
            yield paragraph(f"    and {len(change.attributes) - SHOWN} more", "dim")


def _attribute(attribute: AttributeChange, change: ResourceChange) -> str:
    forces = "  (forces the replacement)" if attribute.path in change.replace_paths else ""
    return f"{attribute.path}: {_side(attribute.before)} → {_side(attribute.after)}{forces}"


def _side(side: Side) -> str:
    match side.kind:
        case "known":
            return one_line(side.value)
        case "sensitive":
            return "(sensitive)"
        case "unknown":
            return "(known after apply)"
        case _:
            return "(none)"


def _guarantees(preview: Preview) -> list[Any]:
    proofs = preview.verdicts[-1].guarantees if preview.verdicts else ()
    if not proofs:
        return []
    checks = {check for verdict in preview.verdicts for proof in verdict.guarantees for check in proof.checks}
    proven = sum(1 for proof in proofs if proof.standing == "proven")
    waits = "; the others can be told once what it uses exists" if preview.stack.bindings.pending else ""
    told = f"Guarantees: {proven} of {len(proofs)} proven, by {number_of(len(checks), 'check')}"
    lines = [heading(f"{told}{waits if proven < len(proofs) else ''}")]
    return ["", *lines, *(_proof(proof) for proof in proofs)]


def _not_appliable(fault: PlatformError) -> list[Any]:
    """Tell that applying this would be refused; the preview itself stands."""
    words = [heading(f"It can't be applied from here: {fault.summary[0].lower()}{fault.summary[1:]}")]
    return [*words, paragraph(fault.detail, "yellow"), next_command(fault.hint)]


def _proof(proof: Proof) -> Any:
    signs = {"proven": ("✓", "green"), "pending": ("…", "yellow")}
    return signed(*signs.get(proof.standing, ("✗", "red")), proof.promise)
