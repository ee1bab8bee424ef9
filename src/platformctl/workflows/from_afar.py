"""Settles a run whose work folder is not here: from the committed state, a rescue file, and what its plan named.

What Terraform said on that other machine is not known here: an object that it made in the last second before its end,
and that neither a name nor tags lead to, can't be found. So somebody has to say that it shall be done without.
"""

import platform
from collections.abc import Iterator, Mapping
from contextlib import ExitStack

from platformctl.errors import Busy, PlatformError
from platformctl.records.head import Head
from platformctl.records.run import Run
from platformctl.stacks.stack_id import StackId
from platformctl.terraform.flight import Flight
from platformctl.terraform.rescue import newest_state
from platformctl.terraform.state import State, parse_state
from platformctl.terraform.work_folder import WorkFolder
from platformctl.workflows.finding import find
from platformctl.workflows.fresh_folder import fresh_folder
from platformctl.workflows.means import Means, rescued_for
from platformctl.workflows.orphans import merge_orphans
from platformctl.workflows.past_events import last_body
from platformctl.workflows.ports import Ports
from platformctl.workflows.results import Settled
from platformctl.workflows.unnamed import UNSEEN

GONE = "the run's work folder is gone; settled from the committed state"


def settled_from_afar(stack: StackId, head: Head, run: Run, ports: Ports, means: Means) -> Settled:
    """Settle without the folder; Busy where it may still lie on another machine and nobody said to do without."""
    rescued = rescued_for(stack, means, run.id)
    if not rescued and not means.without_folder:
        _refuse_elsewhere(stack, head, run)
    steps = tuple(_steps(stack, head, run, ports, means))
    run.finish("settled", {"verdict": "partial", "steps": list(steps)})
    return Settled(stack, "partial", steps)


def _steps(stack: StackId, head: Head, run: Run, ports: Ports, means: Means) -> Iterator[str]:
    yield GONE
    yield from _rescued(stack, run, means)
    orphaned = bool(ports.records().orphans(str(stack)))
    missing = _not_known(stack, run, ports)
    if not orphaned and not missing:
        return
    with ExitStack() as ending:
        work = _folder(stack, head, run, ports, ending)
        yield from merge_orphans(stack, work, run, ports, means.let_go)
        missing = _not_known(stack, run, ports)
        if work:
            yield from find(stack, work, run, Flight(in_flight=missing), ports)
        else:
            yield from (f"{UNSEEN}: {address}" for address in missing)


def _folder(stack: StackId, head: Head, run: Run, ports: Ports, ending: ExitStack) -> WorkFolder | None:
    """Make a folder from the files that this run kept; None where none of it are on record."""
    if head.kept is None or head.kept.run != run.id:
        return None
    return ending.enter_context(fresh_folder(stack, head, run, ports))


def _rescued(stack: StackId, run: Run, means: Means) -> Iterator[str]:
    """Commit a rescued state that goes on from the store's; one that can't is somebody else's story."""
    rescued = rescued_for(stack, means, run.id)
    if not rescued:
        return
    if run.lease.state_changed:
        run.put_aside(rescued.state)
        yield "kept the state as something else has changed it since; the rescued one is merged"
    elif newest_state(run.state, (rescued.state,)) == rescued.state:
        if rescued.state != run.state:
            run.commit(rescued.state)
        yield "committed the state of the rescue file"
    else:
        raise PlatformError(
            "A rescued state does not go on from the store's",
            detail=f"The state of {stack} in the store has another lineage or a higher serial than the one in the file "
            f"by run {rescued.run}. Nothing was written.",
            hint=f"platformctl history {stack}",
        )


def _not_known(stack: StackId, run: Run, ports: Ports) -> Mapping[str, str]:
    """List what the run was to make and the state does not know."""
    state = parse_state(run.state)
    known = {one.address for one in state.managed} if isinstance(state, State) else set()
    changes: Mapping[str, str] = last_body(stack, run.id, "planned", ports).get("changes") or {}
    return {address: action for address, action in changes.items() if action == "create" and address not in known}


def _refuse_elsewhere(stack: StackId, head: Head, run: Run) -> None:
    facts = head.last_run.facts if head.last_run else None
    if facts is None or facts.host in {"", platform.node()}:
        return
    raise Busy(
        "A run must be settled where it ran",
        detail=f"Run {run.id} of {stack} ({facts.command} by {facts.who}) ended without an outcome on {facts.host}. "
        "Its work folder lies there, with all that its Terraform said: give the same command there. Where that machine "
        "is gone, settle without the folder, from the committed state, the names that the plan knew, and tags. What "
        "was made in the last second before the end, and neither leads to, can't be found then; it is told.",
        hint=f"platformctl settle {stack} --without-folder",
    )
