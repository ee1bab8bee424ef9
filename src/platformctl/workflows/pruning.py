"""Retention: cuts old events off behind a checkpoint, and leaves what is needed of them and the proof of the rest.

A checkpoint says what the events before it have come to. Each pruning records one; a later pruning cuts before the
newest that is old enough, and its own checkpoint says so first. So the first one cuts nothing yet.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from platformctl.errors import Busy
from platformctl.progress import Event as Told
from platformctl.progress import Progress
from platformctl.records.checkpoint import checkpoint, cut_before
from platformctl.records.event import Event
from platformctl.records.head import Cut, Head
from platformctl.records.lease import Holder, Lease
from platformctl.records.patience import IMPATIENT, Patience
from platformctl.records.run import leased, new_run_id
from platformctl.records.store import Records
from platformctl.workflows.audit_results import Pruned

COMMAND = "history prune"


def prune(
    records: Records, stacks: Iterable[str], older_than: datetime, progress: Progress, patience: Patience = IMPATIENT
) -> tuple[Pruned, ...]:
    """Cut events off that are older, stack by stack; what can't be pruned now is left as it is, and told."""
    return tuple(_pruned(records, stack, older_than, progress, patience) for stack in stacks)


def _pruned(records: Records, stack: str, older_than: datetime, progress: Progress, patience: Patience) -> Pruned:
    progress(Told("prune", "started", f"proving and pruning {stack}"))
    try:
        with leased(records, stack, Holder.here(new_run_id(), COMMAND), patience) as lease:
            pruned = _under(lease, records, older_than)
    except Busy as busy:
        pruned = Pruned(stack, left=f"{busy.summary}: {busy.detail}", busy=True)
    progress(Told("prune", "failed" if pruned.left else "done", f"{stack}: {pruned.left or pruned.told}"))
    return pruned


def _under(lease: Lease, records: Records, older_than: datetime) -> Pruned:
    stack = lease.stack
    broken = records.verify_chain(stack)
    if broken:  # cutting it off would hide that
        return Pruned(stack, left=f"its chain does not hold: {broken.reason}", broken=True)
    head = records.head(stack)
    if head is None or head.moved_to:
        return Pruned(stack)
    if head.unfinished:
        return Pruned(stack, left=f"run {head.unfinished} must be settled first", busy=True)
    return _cut(lease, head, records, older_than)


def _cut(lease: Lease, head: Head, records: Records, older_than: datetime) -> Pruned:
    events = records.events(head.stack)
    before = _place(events, head, older_than)
    cut = cut_before(events, before, Cut(seq=head.cut, hash=events[0].prev))
    if events[-1].type != "checkpoint" or cut.seq > head.cut:
        records.append(checkpoint(head, lease.holder.run, cut), lease)
    gone = records.cut(lease, before) if events[0].seq < before else 0
    return Pruned(head.stack, cut=gone, kept=len(events) - gone)


def _place(events: Sequence[Event], head: Head, older_than: datetime) -> int:
    """Return the number of the checkpoint before which events go: old enough, and behind what is still needed."""
    needed = next((event.seq for event in events if head.kept and event.run == head.kept.run), events[-1].seq)
    places = [event.seq for event in events if event.type == "checkpoint" and event.seq <= needed]
    old = [event.seq for event in events if datetime.fromisoformat(event.at) < older_than]
    return max((place for place in places if place in old), default=events[0].seq)
