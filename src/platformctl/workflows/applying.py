"""Applies exactly the judged plan, commits every state on the way, and keeps what a signal may do in its bounds."""

import signal
from typing import Literal

from platformctl.errors import Interrupted, PlatformError
from platformctl.progress import Event
from platformctl.records.commit_loop import CommitLoop
from platformctl.records.facts import PartialApply
from platformctl.records.run import Run
from platformctl.terraform.flight import Flight
from platformctl.terraform.following import apply_failure, follow
from platformctl.terraform.process import Running
from platformctl.terraform.saved_plan import refuse_other_plan, refuse_stale
from platformctl.terraform.state import State, parse_state
from platformctl.terraform.work_folder import ERRORED
from platformctl.workflows.last_commit import commit_last
from platformctl.workflows.planning import JudgedPlan
from platformctl.workflows.ports import Ports
from platformctl.workflows.untainting import tainted_under_way

Step = Literal["", "disarm", "rearm"]
"""Which part of destroying what is protected an apply is; empty for all others."""


def apply(plan: JudgedPlan, run: Run, ports: Ports, step: Step = "") -> None:
    """Apply; returns when everything is made and committed, raises when Terraform or a signal said otherwise."""
    _prove(plan, run)
    basis = ports.basis(plan.preview.stack.id)
    run.event("applying", {"plan": plan.file.digest, **basis, **({"step": step} if step else {})})
    commits = CommitLoop(plan.work.state, run.commit, ports.progress, aside=run.put_aside)
    with ports.interrupts.shielded():
        running = plan.terraform.apply(plan.work, plan.file, run.descriptors)
        commits.start()
        try:
            flight = _followed(running, run, ports)
        finally:
            running.wait()
            commit_last(commits, plan.work, run, ports)
    if running.poll() != 0:
        partial = _came_to(flight, plan)
        if _is_accounted_for(running, flight, plan) and not tainted_under_way(run, ports):
            run.finish("failed", partial.model_dump(mode="json"))
        raise _why(running, flight, partial, run, ports)


def _prove(plan: JudgedPlan, run: Run) -> None:
    """Hold what is about to be applied against what was judged: the files, the plan, the state it was made from."""
    plan.work.refuse_changes(plan.judged)
    refuse_other_plan(plan.file)
    state = parse_state(run.state)
    if isinstance(state, State) and not state.is_empty:
        refuse_stale(plan.file, state)


def _followed(running: Running, run: Run, ports: Ports) -> Flight:
    """Follow Terraform to its end; signals are answered here, since where they arrive nothing may be written."""
    flight, answered = Flight(), 0
    for current in follow(running, ports.progress):
        flight = current
        for number in ports.interrupts.came[answered:]:
            answered += 1
            if answered == 1:
                _let_finish(number, flight, run, ports)
            elif number == signal.SIGINT and ports.interrupts.attended:
                _cancel(running, flight, run, ports)
    return flight


def _let_finish(number: int, flight: Flight, run: Run, ports: Ports) -> None:
    """Let Terraform finish; we may be killed meanwhile, so what is under way goes on record first."""
    again = " (Ctrl-C again cancels it)" if ports.interrupts.attended else ""
    words = f"finishing and recording this apply{again}; nothing further is started"
    ports.progress(Event("apply", "note", words))
    _record_flight(number, flight, run, ports)


def _cancel(running: Running, flight: Flight, run: Run, ports: Ports) -> None:
    """Pass a second Ctrl-C on, which only a person can have meant; what it taints is on record before."""
    ports.progress(Event("apply", "note", "asking Terraform to cancel what is under way"))
    _record_flight(signal.SIGINT, flight, run, ports)
    running.interrupt()


def _record_flight(number: int, flight: Flight, run: Run, ports: Ports) -> None:
    try:
        run.event("interrupted", {"signal": signal.Signals(number).name, "in_flight": dict(flight.in_flight)})
    except PlatformError as error:
        ports.progress(Event("apply", "note", f"what is under way could not be recorded: {error.summary}"))


def _is_accounted_for(running: Running, flight: Flight, plan: JudgedPlan) -> bool:
    """Say whether Terraform ended by itself, answered for everything it began, and could save its state."""
    errored = plan.work.stack / ERRORED
    return (running.poll() or 0) > 0 and not flight.in_flight and not errored.exists()


def _came_to(flight: Flight, plan: JudgedPlan) -> PartialApply:
    """Say what was made, what failed and what was not started."""
    made, changed, gone = set(flight.created), set(flight.updated), set(flight.gone)
    touched = {*made, *changed, *gone, *flight.failed, *flight.in_flight}
    return PartialApply(
        made=tuple(sorted(made)),
        changed=tuple(sorted(changed)),
        destroyed=tuple(sorted(gone)),
        failed=tuple(sorted(flight.failed)),
        unanswered=tuple(sorted(flight.in_flight)),
        not_started=tuple(sorted({change.address for change in plan.plan.changes} - touched)),
    )


def _why(running: Running, flight: Flight, partial: PartialApply, run: Run, ports: Ports) -> PlatformError:
    """Say what went wrong, how far it came all the same, and what goes on from there."""
    failure = apply_failure(running, flight)
    told = [f"{what.capitalize()}: {which}." for what, which in partial.lines]
    detail = "\n".join([failure.detail, *told])
    command = "destroy" if run.lease.holder.command == "destroy" else "apply"
    hint = f"platformctl {command} {run.stack}      (goes on from there)"
    if ports.interrupts.received is not None:
        return Interrupted("Interrupted", signal_number=ports.interrupts.received, detail=detail, hint=hint)
    return PlatformError(failure.summary, detail=detail, hint=hint)
