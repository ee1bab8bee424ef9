"""Moves an environment's states and records into another store: all is copied and proven before any of it counts.

| killed while               | the old store         | the new store      | platform.yaml | the command again        |
|----------------------------|-----------------------|--------------------|---------------|--------------------------|
| stacks are copied          | is used as before     | has copies         | names the old | copies what came since   |
| stacks are marked as moved | refuses those it left | is right for those | names the old | goes on with the others  |
| files are written          | refuses all           | is right for all   | names either  | writes the others        |
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from platformctl.errors import Busy, PlatformError, Usage
from platformctl.progress import Event, Progress
from platformctl.project.project import Project
from platformctl.records.busy import busy, must_be_settled
from platformctl.records.event import Body, Draft
from platformctl.records.lease import Holder, Lease
from platformctl.records.run import held, leased
from platformctl.records.store import Records
from platformctl.records.story import Story, refuse_broken, refuse_parted, refuse_unlike, story_of
from platformctl.stacks import workspace
from platformctl.stacks.stack_id import StackId
from platformctl.workflows.results import MovedStack

COMMAND = "state migrate"
Stopped = Mapping[StackId, PlatformError]


@dataclass(frozen=True)
class Move:
    """Which environment moves, from where, and where to."""

    project: Project
    environment: str
    old: Records
    new: Records
    left: str
    """The old store in a word."""
    to: str
    """The new store in a word; what is left behind says it to whoever still comes there."""
    run: str
    """Names the command in leases and events."""
    progress: Progress

    @property
    def holder(self) -> Holder:
        """Return who moves."""
        return Holder.here(self.run, COMMAND)


def hand_over(move: Move) -> tuple[tuple[MovedStack, ...], Stopped]:
    """Move every stack; return what moved, and what could not, which holds up the end of the move.

    Nothing is marked as moved before all of it is in the new store, so that a store that can't be reached or written
    leaves the old one in use.
    """
    refuse_elsewhere(move)
    refuse_under_way(move)
    refuse_strangers(move)
    move.progress(Event("move", "started", f"{move.environment} moves from {move.left} to {move.to}"))
    for stack in waiting(move):
        with _both(stack, move) as (lease, other):
            _copied(stack, lease, other, move)
        move.progress(Event("move", "note", f"{stack} is copied"))
    stopped: dict[StackId, PlatformError] = {}
    while left := [stack for stack in waiting(move) if stack not in stopped]:  # another one may just have come
        for stack in left:
            try:
                _left_behind(stack, move)
            except PlatformError as error:
                stopped[stack] = error
    return tuple(_proven(stack, move) for stack in left_behind(move)), stopped


def waiting(move: Move) -> Iterator[StackId]:
    """Yield the stacks that the old store still keeps, those included of which plain Terraform alone made a state."""
    heads = {head.stack: head for head in move.old.heads(move.environment)}
    yield from (StackId.of(name) for name, head in heads.items() if not head.moved_to)
    for stack in workspace.discover(move.project, move.environment):
        if str(stack) not in heads and move.old.read_state(str(stack)):
            yield stack


def left_behind(move: Move) -> tuple[StackId, ...]:
    """Return the stacks that the old store has handed over."""
    return tuple(StackId.of(head.stack) for head in move.old.heads(move.environment) if head.moved_to)


def refuse_elsewhere(move: Move) -> None:
    """Stop where a stack has gone to a third store: its story is there, and not in the one that was named."""
    for head in move.old.heads(move.environment):
        if head.moved_to not in {"", move.to}:
            raise Usage(
                "The records have moved to another store already",
                detail=f"{head.stack} went from {move.left} to {head.moved_to}, not to {move.to}.",
                hint=f"platformctl {COMMAND} --from '{head.moved_to}' --to '{move.to}' --env {move.environment}",
            )


def refuse_under_way(move: Move) -> None:
    """Stop before anything is copied where a run is under way, or was killed."""
    for head in move.old.heads(move.environment):
        standing = move.old.standing(head.stack)
        if standing and standing.alive:
            raise busy(head.stack, standing.holder, None)
        if head.unfinished:
            raise must_be_settled(head.stack, head.unfinished)


def refuse_strangers(move: Move) -> None:
    """Stop where the new store can't be reached, or keeps stacks of the environment that the old one has never had."""
    known = {head.stack for head in move.old.heads(move.environment)}
    strangers = [head.stack for head in move.new.heads(move.environment) if head.stack not in known]
    if strangers:
        raise Usage(
            "The new store keeps other stacks of this environment",
            detail=f"{', '.join(strangers)}: in {move.to}, and not in {move.left}. Nothing was moved.",
        )


@contextmanager
def _both(stack: StackId, move: Move) -> Iterator[tuple[Lease, Lease]]:
    """Hold a stack in both stores, so that nobody changes either while they are compared."""
    with leased(move.old, str(stack), move.holder) as lease, _in_new(stack, move) as other:
        yield lease, other


@contextmanager
def _in_new(stack: StackId, move: Move) -> Iterator[Lease]:
    try:
        with held(move.new, str(stack), move.holder) as lease:
            yield lease
    except Busy as error:
        standing = move.new.standing(str(stack))
        if standing is None or standing.holder.run != move.run:
            raise
        told = f"{move.left} and {move.to} lead to the same place: {stack} is held there by this very command."
        raise Usage("Both stores are one", detail=told) from error


def _copied(stack: StackId, lease: Lease, other: Lease, move: Move) -> Story:
    """Bring the new store to where the old one is, and prove that it is there."""
    head = move.old.head(str(stack))
    if head and head.unfinished:
        raise must_be_settled(head.stack, head.unfinished)
    story = story_of(move.old, str(stack), move.old.check_out(lease))
    refuse_broken(move.old, str(stack))
    move.new.adopt(other, story.events, story.state, story.kept)
    for run, content in story.orphans.items():
        move.new.keep_orphan(str(stack), run, content)
    refuse_unlike(move.new, str(stack), story)
    return story


def _left_behind(stack: StackId, move: Move) -> None:
    """Copy what came since, and let the old store say where the stack went."""
    with _both(stack, move) as (lease, other):
        story = _copied(stack, lease, other, move)
        body: Body = {"to": move.to, "who": move.holder.who, "host": move.holder.host, "events": len(story.events)}
        move.old.append(Draft(str(stack), move.run, "moved", body), lease)
    move.progress(Event("move", "done", f"{stack} has moved: {len(story.events)} events"))


def _proven(stack: StackId, move: Move) -> MovedStack:
    """Tell what the new store has of a stack, once it is proven to go on where the old store's story ended."""
    refuse_parted(move.old, move.new, str(stack))
    head = move.new.head(str(stack))
    return MovedStack(stack, head.seq if head else 0, head.state.serial if head and head.state else None)
