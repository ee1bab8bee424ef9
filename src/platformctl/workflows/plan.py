"""Previews: plans that change nothing. No lease, no run, no settling; read rights are enough."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from platformctl.errors import PlatformError
from platformctl.progress import Event
from platformctl.records.moved import refuse_moved
from platformctl.stacks.stack import Stack
from platformctl.stacks.stack_id import StackId
from platformctl.workflows.binding import pending_fault, refuse_pending, staleness
from platformctl.workflows.branches import unfollowed
from platformctl.workflows.company import Found, bring_producers, find, parties, stop_circles
from platformctl.workflows.fleet import each
from platformctl.workflows.memory import refuse_lost_memory
from platformctl.workflows.planning import judged_plan, work_on
from platformctl.workflows.ports import Ports
from platformctl.workflows.results import Outcome, Preview, Result
from platformctl.workflows.speculation import marked
from platformctl.workflows.taking_away import deletion_preview
from platformctl.workflows.together import preview_together


@dataclass(frozen=True)
class Came:
    """What came of the stacks that were planned together."""

    previews: Mapping[StackId, Preview | PlatformError] = field(default_factory=dict)
    roots: tuple[frozenset[StackId], ...] = ()
    """Who was planned in one root."""

    def in_one_root(self, one: StackId, other: StackId) -> bool:
        """Say whether two stacks were."""
        return any({one, other} <= root for root in self.roots)


def plan(stacks: Sequence[StackId], ports: Ports) -> tuple[Result, ...]:
    """Preview each stack as its request says, together where there are several; one whose request is gone would go.

    A stack that waits for producers which are not applied yet is planned beside them; then they are results, too.
    """
    found = {stack: find(stack, ports) for stack in stacks}
    bring_producers(found, ports)
    stop_circles(found)
    came = _together(found, ports)
    alone = ports.about if len(found) > 1 else lambda _stack: ports
    results = each(tuple(found), lambda stack: _outcome(found[stack], came.previews.get(stack), stacks, alone(stack)))
    return marked(results, came.in_one_root)


def preview(stack: Stack, ports: Ports, before: str | None = None) -> Preview:
    """Plan and judge a stack beside whatever else goes on; `before` is its digest before the command's own edit."""
    if not stack.bindings.pending:
        return _alone(stack, ports, before)
    found: Found = {stack.id: stack}
    bring_producers(found, ports)
    return _settled(stack, _together(found, ports).previews.get(stack.id), [stack.id], ports, before)


def _together(found: Found, ports: Ports) -> Came:
    """Plan in combined roots whoever is at hand and wants to exist; those that it can't be done for are left out."""
    stacks = [stack for stack in found.values() if isinstance(stack, Stack) and not stack.kept]
    if len(stacks) < 2:
        return Came()
    came: dict[StackId, Preview | PlatformError] = {}
    roots = []
    for party in parties(stacks):
        done = preview_together(party, ports)
        roots.append(frozenset(stack for stack, one in done.came.items() if isinstance(one, Preview)))
        came = {**done.came, **came}
        for stack, why in done.alone.items():
            ports.progress(Event("plan", "note", f"{stack} is planned alone: {why}"))
    return Came(came, tuple(roots))


def _outcome(
    stack: Stack | PlatformError, came: Preview | PlatformError | None, asked: Collection[StackId], ports: Ports
) -> Outcome:
    """Return what came of a stack, planned alone where it was not planned with others."""
    if isinstance(stack, PlatformError):
        raise stack
    if stack.kept:
        return Outcome(deletion_preview(stack, ports), "previewed")
    return Outcome(_settled(stack, came, asked, ports, None), "previewed")


def _settled(
    stack: Stack,
    came: Preview | PlatformError | None,
    asked: Collection[StackId],
    ports: Ports,
    before: str | None,
) -> Preview:
    if isinstance(came, PlatformError):
        raise came
    if came is None:
        return _alone(stack, ports, before)
    return replace(came, not_appliable=_fault(stack, ports, before) or pending_fault(stack, asked))


def _alone(stack: Stack, ports: Ports, before: str | None) -> Preview:
    refuse_pending(stack)
    ports.judge()  # warms up while the state is read
    refuse_moved(ports.records(), str(stack.id))
    state = ports.records().read_state(str(stack.id))
    refuse_lost_memory(stack, state, ports)
    with work_on(stack, state, f"preview-{secrets.token_hex(6)}", ports) as work:
        judged = judged_plan(stack, work, ports, lambda _verdict: None)
    return replace(judged.preview, not_appliable=_fault(stack, ports, before))


def _fault(stack: Stack, ports: Ports, before: str | None) -> PlatformError | None:
    """Say why it may not be applied from here, if so."""
    return unfollowed(stack, before, ports) or staleness(stack, ports.project, ports.records())
