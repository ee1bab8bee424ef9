"""Finds the newest state that a run left behind, wherever Terraform could still write it.

With a full disk the last resort is the event stream, which then holds the whole state in one `log` line.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from platformctl.terraform.state import State, Torn, may_follow, parse_state
from platformctl.terraform.work_folder import ERRORED, WorkFolder

_MARK = '"state":'


def newest_state(committed: bytes, candidates: Iterable[bytes]) -> bytes:
    """Choose the furthest state that continues the committed one; of equals the last; torn ones don't count."""
    story = parse_state(committed)
    newest, serial = committed, story.serial if isinstance(story, State) else -1
    for content in candidates:
        state = parse_state(content)
        if _goes_on(story, state) and isinstance(state, State) and state.serial >= serial:
            newest, serial = content, state.serial
    return newest


def states_left(work: WorkFolder) -> Iterator[bytes]:
    """List what may be a state in a run's folder, in the order in which Terraform writes them."""
    for path in (work.state, work.stack / ERRORED):
        if path.is_file():
            yield path.read_bytes()
    for events in work.applies:
        yield from dumped_states(events)


def dumped_states(events: Path) -> Iterator[bytes]:
    """List the states in an event stream, digit by digit as Terraform wrote them."""
    with events.open("rb") as file:
        for line in file:
            if _MARK.encode() in line:
                yield from _dumped(line.decode("utf-8", errors="replace"))


def _dumped(line: str) -> Iterator[bytes]:
    start = line.index(_MARK) + len(_MARK)
    try:
        document, end = json.JSONDecoder().raw_decode(line, start)
    except (ValueError, RecursionError):
        return
    if isinstance(document, dict):
        yield line[start:end].encode()


def _goes_on(story: State | Torn, state: State | Torn) -> bool:
    if isinstance(state, Torn) or state.is_empty:
        return False
    return isinstance(story, Torn) or may_follow(story, state)
