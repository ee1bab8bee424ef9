"""Which bytes may become a stack's state after which, and which of two files is the truth after a kill."""

from pathlib import Path

from platformctl.records.facts import StateMark
from platformctl.records.refusals import StateRefused, StateUnreadable
from platformctl.records.waiting_file import Waiting
from platformctl.terraform.state import State, Torn, may_follow, parse_state


def checked(old: bytes, new: bytes) -> StateMark:
    """Mark the new bytes if they may follow the old ones; StateRefused otherwise."""
    before, following = _whole(old), _whole(new)
    if not may_follow(before, following):
        raise StateRefused(
            "This state can't follow the recorded one",
            detail=f"Recorded: {_name(before)}. Offered: {_name(following)}. Nothing was written.",
        )
    return StateMark.of(new, following.serial)


def mark(content: bytes) -> StateMark:
    """Mark a state that is on record."""
    return StateMark.of(content, _whole(content).serial)


def is_whole(content: bytes) -> bool:
    """Claim that the bytes parse as a state, or that there are none."""
    return isinstance(parse_state(content), State)


def truth(current: bytes, waiting: Waiting | None, path: Path) -> bytes:
    """Choose between the bytes of the state file at `path` and a commit into it that was cut short."""
    torn = not is_whole(current)
    if waiting and (torn or waiting.may_finish_over(current)):
        return waiting.content
    if torn:
        raise StateUnreadable("The state does not parse", detail=f"{path} was cut off or changed by hand.")
    if waiting is None:
        return current
    raise StateUnreadable(
        "Two states claim to be this stack's",
        detail=f"A commit was cut short, and then {path} was changed by something else. What the commit was to write "
        f"lies beside it, below its first line. Keep the state file as it is by removing that.",
        hint=f"rm {path.with_name(f'.{path.name}.next')}",
    )


def _whole(content: bytes) -> State:
    state = parse_state(content)
    if isinstance(state, Torn):
        raise StateRefused("This is no whole state", detail=f"{state.why}. Nothing was written.")
    return state


def _name(state: State) -> str:
    return f"lineage {state.lineage or 'none'}, serial {state.serial}"
