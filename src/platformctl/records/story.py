"""Everything that a store keeps of one stack, and the proofs that another store keeps the same, or goes on from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from platformctl.records.event import Event
from platformctl.records.head import head_of
from platformctl.records.kept import KeptFiles
from platformctl.records.refusals import RecordsDamaged
from platformctl.records.store import Records
from platformctl.terraform.state import State, parse_state


@dataclass(frozen=True)
class Story:
    """What a store keeps of a stack."""

    events: tuple[Event, ...]
    state: bytes = field(repr=False)
    """Holds secrets, as do the orphans."""
    kept: Mapping[str, KeptFiles] = field(repr=False)
    orphans: Mapping[str, bytes] = field(repr=False)


def story_of(records: Records, stack: str, state: bytes) -> Story:
    """Read what a store keeps of a stack beside its state; proven where it has a digest on record."""
    head = records.head(stack)
    mark = head.kept if head else None
    kept = {mark.run: records.kept(stack, mark)} if mark else {}
    return Story(records.events(stack), state, kept, dict(records.orphans(stack)))


def refuse_broken(records: Records, stack: str) -> None:
    """Stop where the chain of events does not hold."""
    found = records.verify_chain(stack)
    if found:
        raise RecordsDamaged(
            "The records are damaged", detail=f"{stack}: {found.reason}.", hint=f"platformctl history verify {stack}"
        )


def refuse_unlike(records: Records, stack: str, story: Story) -> None:
    """Stop where a store does not keep this very story, read back from it."""
    refuse_broken(records, stack)
    here = story_of(records, stack, records.read_state(stack))
    differing = [name for name in ("events", "state", "kept") if _plain(here, name) != _plain(story, name)]
    if not story.orphans.items() <= here.orphans.items():
        differing.append("orphaned states")
    if records.head(stack) != head_of(stack, story.events):
        differing.append("head")
    if differing:
        raise RecordsDamaged(
            "The copy is not what was copied",
            detail=f"{stack}: {', '.join(differing)} read back from the new store differ. The old store is kept and is "
            "in use as before.",
        )


def refuse_parted(old: Records, new: Records, stack: str) -> None:
    """Stop where the story in the new store does not go on where the one in the old store ended."""
    refuse_broken(new, stack)
    told, here = before_move(old.events(stack)), new.events(stack)
    if told and not _holds(here, told[-1]):
        raise _parted(stack, "its events are not those of the old store")
    before, now = parse_state(old.read_state(stack)), parse_state(new.read_state(stack))
    if not isinstance(now, State):
        raise _parted(stack, "its state can't be read")
    if isinstance(before, State) and before.lineage and not _follows(before, now):
        raise _parted(stack, "its state does not follow that of the old store")
    head = new.head(stack)
    if head and head.kept:
        new.kept(stack, head.kept)


def before_move(events: Sequence[Event]) -> tuple[Event, ...]:
    """Return the story up to where it moved away."""
    end = next((number for number, event in enumerate(events) if event.type == "moved"), len(events))
    return tuple(events[:end])


def _holds(events: Sequence[Event], last: Event) -> bool:
    """Say whether events hold this one, and with it all before it; or were cut off behind it."""
    cut_behind = bool(events) and events[0].type == "checkpoint" and events[0].seq > last.seq
    return cut_behind or any(event.hash == last.hash for event in events)


def _follows(before: State, now: State) -> bool:
    return before.lineage == now.lineage and before.serial <= now.serial


def _plain(story: Story, name: str) -> object:
    value = getattr(story, name)
    return {key: dict(part) for key, part in value.items()} if name == "kept" else value


def _parted(stack: str, why: str) -> RecordsDamaged:
    return RecordsDamaged(
        "The two stores tell different stories",
        detail=f"{stack}: what the new store has is not what the old one handed over: {why}. Nothing was removed.",
        hint=f"platformctl history {stack}",
    )
