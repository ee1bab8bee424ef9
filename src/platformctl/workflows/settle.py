"""Brings an interrupted run to a truthful end: decides from the state, never from an exit status.

| what the run left                     | what is known               | what settling does                           |
|---------------------------------------|-----------------------------|----------------------------------------------|
| no `applying` on record               | nothing was asked for       | records not-started                          |
| Terraform still at work               | its lock is held            | waits for its end                            |
| a state in the work folder            | newer than the store's      | commits it                                   |
| `errored.tfstate`, a dump in events    | Terraform could not save    | commits it                                   |
| `apply_complete` without state        | the id, from the event      | imports it                                   |
| `apply_start` without an answer       | maybe there, maybe not      | imports it by the contract's identity, if so |
"""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from platformctl.catalog.vendor import vendored_path
from platformctl.errors import Busy, PlatformError
from platformctl.progress import Event
from platformctl.records.head import Head
from platformctl.records.lease import Holder
from platformctl.records.run import Run, new_run_id, resume_run
from platformctl.records.store import Records
from platformctl.stacks.stack_id import StackId
from platformctl.terraform.alive import wait_for_survivors
from platformctl.terraform.flight import Flight
from platformctl.terraform.following import flight_of
from platformctl.terraform.private_files import write_private
from platformctl.terraform.rescue import newest_state, states_left
from platformctl.terraform.state import State, parse_state
from platformctl.terraform.work_folder import ALIVE, Source, WorkFolder, reopen
from platformctl.workflows.finding import find
from platformctl.workflows.ports import Ports
from platformctl.workflows.results import Settled

PATIENCE = 45 * 60.0
"""Seconds to wait for a Terraform that outlived its platformctl; the slowest creates of RDS take half an hour."""


def settle_before(stack: StackId, ports: Ports) -> None:
    """Settle what an earlier run left, if it left anything, so that the next one may begin."""
    head = ports.records().head(str(stack))
    if head and head.unfinished:
        settle(stack, ports)


def settle(stack: StackId, ports: Ports) -> Settled:
    """Settle one stack."""
    records = ports.records()
    head = records.head(str(stack))
    if head is None or head.unfinished is None:
        return Settled(stack, "nothing to settle")
    _wait(stack, head.unfinished, ports)
    with resume_run(records, str(stack), Holder.here(new_run_id(), "settle")) as run:
        if run is None:
            return Settled(stack, "nothing to settle")
        ports.progress(Event("settle", "started", f"settling run {run.id} of {stack}"))  # nobody else has it
        settled = _settled(stack, head, run, ports)
    ports.progress(Event("settle", "done", f"{stack}: {settled.verdict}"))
    return settled


def unfinished(records: Records, environment: str) -> Iterator[StackId]:
    """Yield every stack of an environment with a run that has no outcome, its request there or not."""
    for head in records.heads(environment):
        if head.unfinished:
            yield StackId.of(head.stack)


def _wait(stack: StackId, run: str, ports: Ports) -> None:
    """Wait for a Terraform whose platformctl is gone; one that still has its platformctl is somebody's run."""
    standing = ports.records().standing(str(stack))
    if not standing or not standing.alive or not standing.holder.is_gone:
        return
    ports.progress(Event("settle", "waiting", f"waiting for the Terraform of run {run} to finish"))
    if not wait_for_survivors(ports.work / run / ALIVE, PATIENCE):
        raise Busy(
            "Terraform is still at work",
            detail=f"Run {run} of {stack} lost its platformctl; the Terraform that it started has not ended yet.",
            hint=f"platformctl settle {stack}",
        )


def _settled(stack: StackId, head: Head, run: Run, ports: Ports) -> Settled:
    root = ports.work / run.id
    if not run.touched:
        work = reopen(root, _source(stack, head, ports)) if root.is_dir() else None
        run.finish("settled", {"verdict": "not-started"})
        if work:
            work.remove()
        return Settled(stack, "not-started")
    if not root.is_dir():
        return _without_folder(stack, run)
    work = reopen(root, _source(stack, head, ports))
    try:
        steps = _reconciled(stack, work, run, ports)
        verdict = _verdict(stack, work, run, ports)
        run.finish("settled", {"verdict": verdict, "steps": list(steps)})
    except BaseException:
        work.close()
        raise
    work.remove()
    return Settled(stack, verdict, steps)


def _without_folder(stack: StackId, run: Run) -> Settled:
    """Settle from the committed state alone: it holds all but what the last second before the end brought."""
    note = "the run's work folder is gone; settled from the committed state"
    run.finish("settled", {"verdict": "partial", "steps": [note]})
    return Settled(stack, "partial", (note,))


def _source(stack: StackId, head: Head, ports: Ports) -> Source:
    facts = head.last_run.facts if head.last_run else None
    if facts is None or facts.module is None:
        raise PlatformError(
            "A run can't be settled",
            detail=f"The record of run {head.unfinished} of {stack} does not say which module it was about.",
        )
    module = vendored_path("modules", f"{facts.module.name}@{facts.module.version}")
    return Source(ports.project.root, Path(stack.folder), module)


def _reconciled(stack: StackId, work: WorkFolder, run: Run, ports: Ports) -> tuple[str, ...]:
    steps = _newest(work, run)
    work.state.unlink(missing_ok=True)
    write_private(work.state, run.state)
    flight = flight_of(work.applies)
    steps += find(stack, work, run, flight, ports)
    return tuple(steps)


def _newest(work: WorkFolder, run: Run) -> list[str]:
    """Commit the newest state that Terraform left, if the store does not have it yet."""
    if run.lease.state_changed:
        return ["kept the state as something else has changed it since; nothing was put over it"]
    newest = newest_state(run.state, states_left(work))
    if newest == run.state:
        return []
    run.commit(newest)
    return ["committed the newest state of the work folder"]


def _verdict(stack: StackId, work: WorkFolder, run: Run, ports: Ports) -> str:
    """Say what became of the last plan of a run, by state and events, whatever the exit status was."""
    flight, state = flight_of(work.applies[-1:]), parse_state(run.state)
    have = {each.address for each in state.managed} if isinstance(state, State) else set()
    planned = _last(stack, run, "planned", ports)
    if planned.get("mode") == "destroy" and not have:
        return "destroyed"
    if _last(stack, run, "applying", ports).get("step") == "disarm":
        return "partial"
    if not flight.started:
        return "not-started"
    done = all(_is_done(address, action, have, flight) for address, action in (planned.get("changes") or {}).items())
    whole = isinstance(state, State) and not any(each.tainted or each.deposed for each in state.managed)
    return "complete" if done and whole and not flight.in_flight and not flight.failed else "partial"


def _is_done(address: str, action: str, have: Collection[str], flight: Flight) -> bool:
    """Say whether one planned change came about; what was only asked for did not, as far as anybody knows."""
    match action:
        case "create":
            return address in have
        case "update":
            return address in flight.updated
        case "replace":
            return address in flight.created
        case _:
            return address not in have


def _last(stack: StackId, run: Run, kind: str, ports: Ports) -> Mapping[str, Any]:
    """Return what the run's last event of a type says."""
    events = reversed(ports.records().events(str(stack)))
    return next((event.body for event in events if event.run == run.id and event.type == kind), {})
