"""Marks plans that rest on outputs which the same change will alter.

Where producer and consumer were planned in one root, the consumer's plan already has what the producer will hand over.
Anywhere else it has what the producer handed over last: worth looking at, and true of nothing once that is applied.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from platformctl.errors import Blocked
from platformctl.stacks.stack_id import StackId
from platformctl.workflows.results import Outcome, Result, id_of

InOneRoot = Callable[[StackId, StackId], bool]


def marked(results: Sequence[Result], in_one_root: InOneRoot, aside: Collection[StackId] = ()) -> tuple[Result, ...]:
    """Mark each plan whose producers change beside it and were not planned in one root with it.

    `aside` are stacks that the same change touches and another job plans: they may change.
    """
    seen = {id_of(result) for result in results}
    changing = {id_of(result) for result in results if not isinstance(result, Outcome) or result.preview.has_changes}
    return tuple(_marked(result, changing | ({*aside} - seen), in_one_root) for result in results)


def _marked(result: Result, changing: set[StackId], in_one_root: InOneRoot) -> Result:
    if not isinstance(result, Outcome) or result.preview.destroys:
        return result
    stack = result.preview.stack
    producers = {StackId.of(producer) for producer in stack.bindings.producers}
    unsure = sorted(one for one in producers & changing if not in_one_root(one, stack.id))
    if not unsure:
        return result
    fault = Blocked(
        "The plan is speculative",
        detail=f"{stack.id} uses {', '.join(map(str, unsure))}, which the same change alters or which could not be "
        "planned: this plan rests on what was handed over before.",
        hint=f"platformctl apply {' '.join(map(str, unsure))} {stack.id}      (plans it anew, in that order)",
    )
    return replace(result, preview=replace(result.preview, speculative=True, not_appliable=fault))
