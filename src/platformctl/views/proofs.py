"""What the proof of the chains came to, and what retention cut off of them."""

from collections.abc import Sequence
from typing import Any

from platformctl.views.document import document
from platformctl.views.look import Look
from platformctl.views.plain import number_of
from platformctl.views.tables import columns, heading, paragraph, rows_whole
from platformctl.workflows.audit_results import Chain, Pruned


def verified(environment: str, chains: Sequence[Chain], look: Look, *, verbose: bool = False) -> str:
    """Show the broken chains, and how much was proven; `verbose`: the newest digest of each that holds."""
    whole = [chain for chain in chains if not chain.broken]
    parts: list[Any] = [heading(_sentence(environment, len(chains), whole))]
    if len(whole) < len(chains):
        rows = [(one.stack, str(one.broken.seq), one.broken.reason) for one in chains if one.broken]
        parts += ["", columns(("STACK", "EVENT", "BROKEN"), rows), "", paragraph(_BROKEN)]
    if verbose and whole:
        rows = [(chain.stack, str(chain.seq), chain.hash) for chain in whole]
        parts += ["", rows_whole(("STACK", "NEWEST", "SHA-256"), rows)]
    return look.text(*parts)


_BROKEN = (
    "Somebody or something changed the records behind platformctl's back. What follows the first break is not proven. "
    "Compare with a backup of the store, and with heads that were anchored elsewhere (--against)."
)


def _sentence(environment: str, number: int, whole: Sequence[Chain]) -> str:
    events = number_of(sum(chain.events for chain in whole), "event")
    if not number:
        return f"There are no records of {environment} yet."
    if len(whole) == number:
        return f"{environment}: {number_of(number, 'chain')} proven, {events}."
    return f"{environment}: {number - len(whole)} of {number_of(number, 'chain')} broken; the others proven, {events}."


def verified_json(environment: str, chains: Sequence[Chain]) -> str:
    """Show the proof to a program."""
    return document({"environment": environment, "chains": [_facts(chain) for chain in chains]})


def heads(chains: Sequence[Chain]) -> str:
    """Write the newest digests, to be kept where nobody who may write the records may write."""
    whole = (chain for chain in chains if not chain.broken and chain.seq)
    return document({"heads": {chain.stack: {"seq": chain.seq, "hash": chain.hash} for chain in whole}})


def _facts(chain: Chain) -> dict[str, Any]:
    broken = {"seq": chain.broken.seq, "reason": chain.broken.reason} if chain.broken else None
    return {"stack": chain.stack, "events": chain.events, "seq": chain.seq, "hash": chain.hash, "broken": broken}


def pruned(environment: str, results: Sequence[Pruned], look: Look) -> str:
    """Show what was cut off, and what could not be pruned now."""
    gone, stacks = sum(one.cut for one in results), sum(1 for one in results if one.cut)
    said = f"{number_of(gone, 'event')} of {number_of(stacks, 'stack')} cut off; the chains go on from checkpoints."
    parts: list[Any] = [heading(f"{environment}: {said if gone else 'nothing was old enough to be cut off.'}")]
    if not gone:
        parts.append(paragraph("Events go once a checkpoint after them is old enough; each pruning records one."))
    rows = [(one.stack, str(one.cut), str(one.kept)) for one in results if one.cut]
    parts += ["", columns(("STACK", "CUT OFF", "KEPT"), rows)] if rows else []
    left: list[Any] = [paragraph(f"{one.stack} was left as it is: {one.left}", "yellow") for one in results if one.left]
    return look.text(*parts, *(("", *left) if left else ()))


def pruned_json(environment: str, results: Sequence[Pruned]) -> str:
    """Show it to a program."""
    facts = [{"stack": one.stack, "cut": one.cut, "kept": one.kept, "left": one.left} for one in results]
    return document({"environment": environment, "stacks": facts})
