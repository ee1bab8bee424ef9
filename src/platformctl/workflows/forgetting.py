"""Removes what a store keeps of an environment that has moved away, once the new store is proven to go on from it."""

from platformctl.errors import Usage
from platformctl.progress import Event
from platformctl.records.event import Body, Draft
from platformctl.records.run import held
from platformctl.records.story import refuse_parted
from platformctl.stacks.stack_id import StackId
from platformctl.workflows.moving import COMMAND, Move, left_behind, refuse_elsewhere, waiting


def forget_old(move: Move) -> tuple[StackId, ...]:
    """Remove everything that the old store keeps, but for the word where each stack went; return the stacks."""
    refuse_elsewhere(move)
    begun = tuple(stack for stack in waiting(move) if _was_begun(stack, move))
    unmoved = tuple(stack for stack in waiting(move) if stack not in begun)
    if unmoved:
        raise Usage(
            "The environment has not moved yet",
            detail=f"{move.left} still keeps {', '.join(map(str, unmoved))}. Nothing was removed.",
            hint=f"platformctl {COMMAND} --from '{move.left}' --to '{move.to}' --env {move.environment}",
        )
    stacks = (*begun, *(stack for stack in left_behind(move) if not _is_forgotten(stack, move)))
    for stack in stacks:  # all of them, before anything is removed
        refuse_parted(move.old, move.new, str(stack))
    for stack in stacks:
        _forget(stack, move)
    return stacks


def _forget(stack: StackId, move: Move) -> None:
    """Remove a stack's story; an old checkout that still comes for it must not take it for one that never was.

    So the word where it went comes before anything goes, and stays.
    """
    with held(move.old, str(stack), move.holder) as lease:
        refuse_parted(move.old, move.new, str(stack))
        if not any(event.is_last_word for event in move.old.events(str(stack))[-1:]):
            word: Body = {"to": move.to, "who": move.holder.who, "forgotten": True}
            move.old.append(Draft(str(stack), move.run, "moved", word), lease)
        move.old.forget(lease)
    move.progress(Event("move", "done", f"{stack} is removed from {move.left}"))


def _was_begun(stack: StackId, move: Move) -> bool:
    """Say whether a command that was killed has left of a stack nothing but its state."""
    return move.old.head(str(stack)) is None and move.new.head(str(stack)) is not None


def _is_forgotten(stack: StackId, move: Move) -> bool:
    """Say whether an earlier command has removed it, all but the word where it went."""
    events = move.old.events(str(stack))
    return [event.is_last_word for event in events] == [True] and not move.old.read_state(str(stack))
