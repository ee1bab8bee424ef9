"""Merges what only an orphaned state knows of: by import, never by putting it over another's state.

A run that was fenced off went on making things; its state is kept beside the stack's. What counts are the objects that
it was to make. One whose address is free in the stack's state is imported. One whose address has another object by now
exists twice, and which of them shall stay is nothing to guess.
"""

from collections.abc import Collection, Iterator, Mapping

from platformctl.catalog.sources import load_module
from platformctl.errors import Busy, PlatformError
from platformctl.records.run import Run
from platformctl.stacks.stack_id import StackId
from platformctl.terraform.state import State, StateObject, parse_state
from platformctl.terraform.work_folder import WorkFolder
from platformctl.workflows.past_events import last_body
from platformctl.workflows.ports import Ports

_MADE = {"create", "replace"}


def merge_orphans(
    stack: StackId, work: WorkFolder | None, run: Run, ports: Ports, let_go: Collection[str] = ()
) -> Iterator[str]:
    """Import what only orphaned states know of, and let go of them; yield what was done, in words.

    Without a folder only those that know nothing of their own are let go of.
    """
    for left, content in ports.records().orphans(str(stack)).items():
        unknown = _unknown(stack, left, content, run.state, ports)
        if left in let_go:
            yield f"let go of the orphaned state of run {left}, as somebody said"
        elif unknown and work is None:
            continue
        elif unknown and work:
            yield from _merged(stack, left, unknown, work, run, ports)
        else:
            yield f"let go of the orphaned state of run {left}: it knew nothing more"
        ports.records().forget_orphan(run.lease, left)


def has_news(stack: StackId, run: Run, ports: Ports, let_go: Collection[str] = ()) -> bool:
    """Say whether an orphaned state knows of anything that the stack's state does not."""
    orphans = ports.records().orphans(str(stack)).items()
    return any(_unknown(stack, left, state, run.state, ports) for left, state in orphans if left not in let_go)


def _merged(
    stack: StackId, left: str, unknown: Collection[StateObject], work: WorkFolder, run: Run, ports: Ports
) -> Iterator[str]:
    known = {one.address for one in _managed(run.state)}
    identity: Mapping[str, str] = last_body(stack, left, "planned", ports).get("identity") or {}
    terraform = ports.terraform(work).given(ports.access(load_module(work.module, "run").contract).opened())
    unclear = [f"{one.address} ({one.id})" for one in unknown if one.address in known]
    for one in unknown:
        if one.address not in known:
            try:
                terraform.import_(work, one.address, identity.get(one.address) or one.id)
            except PlatformError as error:
                unclear.append(f"{one.address} ({one.id}): {error.detail}")
                continue
            run.commit(work.state.read_bytes())
            yield f"imported {one.address}, which only the orphaned state of run {left} knew"
    if unclear:
        raise _unclear(stack, left, unclear)


def _unknown(stack: StackId, left: str, content: bytes, state: bytes, ports: Ports) -> tuple[StateObject, ...]:
    """List what the run was to make, and made, and the stack's state does not know."""
    changes: Mapping[str, str] = last_body(stack, left, "planned", ports).get("changes") or {}
    known = {(one.address, one.id) for one in _managed(state)}
    return tuple(
        one
        for one in _managed(content)
        if not one.deposed and (one.address, one.id) not in known and (not changes or changes.get(one.address) in _MADE)
    )


def _managed(content: bytes) -> tuple[StateObject, ...]:
    state = parse_state(content)
    return state.managed if isinstance(state, State) else ()


def _unclear(stack: StackId, left: str, which: Collection[str]) -> Busy:
    return Busy(
        "An orphaned state can't be merged",
        detail=f"Run {left} of {stack} lost its lease and went on. What it made can't be imported: another object is "
        f"at its address by now, or the cloud does not have it any more. {'; '.join(which)}. Look at them, remove "
        "by hand what must not stay, then let go of what the run knew.",
        hint=f"platformctl settle {stack} --let-go {left}",
    )
