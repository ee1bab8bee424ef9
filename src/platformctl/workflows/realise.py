"""One run of one stack: plan, judge, ask, apply exactly that plan, record the outputs."""

import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, nullcontext

from platformctl.errors import Interrupted, PlatformError
from platformctl.records.facts import RecordedOutput
from platformctl.records.lease import Holder
from platformctl.records.run import Run, new_run_id, open_run
from platformctl.stacks.stack import Stack
from platformctl.terraform.work_folder import WorkFolder
from platformctl.workflows.applying import apply
from platformctl.workflows.asking import ask
from platformctl.workflows.at_hand import files_to_keep
from platformctl.workflows.binding import refuse_pending, refuse_stale
from platformctl.workflows.branches import facts_of, refuse_unfollowed
from platformctl.workflows.inventory import counted_in
from platformctl.workflows.memory import refuse_lost_memory
from platformctl.workflows.planning import JudgedPlan, judged_plan, work_on
from platformctl.workflows.ports import Ports
from platformctl.workflows.results import Outcome, Status
from platformctl.workflows.settle import settle_before
from platformctl.workflows.sweeping import sweep
from platformctl.workflows.telling import planned_body, record_verdict


def realise(stack: Stack, command: str, ports: Ports, before: str | None = None) -> Outcome:
    """Make the stack what its request says, or stop at the first step that says no.

    `before` is the stack's digest before the command's own edit; None where it edited nothing.
    """
    outcome = realised(stack, command, ports, before)
    stop_if_asked(stack, ports)
    return outcome


def realised(stack: Stack, command: str, ports: Ports, before: str | None = None) -> Outcome:
    """Do the same, whatever a signal says about what comes next."""
    began = time.monotonic()
    refuse_pending(stack)
    refuse_stale(stack, ports.project, ports.records())
    ports.judge()  # warms up while records and state are read
    with running(stack, command, ports, before) as (run, work):
        plan = judged_plan(stack, work, ports, record_verdict(run))
        run.event("planned", planned_body(plan))
        if plan.preview.has_changes:
            agreed(plan, run, ports)
            refuse_stale(stack, ports.project, ports.records())  # a producer may have gone on while somebody was asked
        run.keep(files_to_keep(plan))
        with ports.interrupts.shielded():  # to the outcome on record, not only to Terraform's end
            if plan.preview.has_changes:
                apply(plan, run, ports)
            run.finish("applied", {"changes": len(plan.plan.changes)})
    status: Status = "applied" if plan.preview.has_changes else "unchanged"
    return Outcome(plan.preview, status, _outputs(stack, ports), run.id, time.monotonic() - began)


@contextmanager
def running(stack: Stack, command: str, ports: Ports, before: str | None = None) -> Iterator[tuple[Run, WorkFolder]]:
    """Begin a run of a stack, what was left before it settled: its lease, its record, its private folder."""
    settle_before(stack.id, ports)
    sweep(stack.id, ports)
    holder = Holder.here(new_run_id(), command)
    facts = facts_of(stack, command, ports)
    with ExitStack() as ending:
        with counted_in(stack, ports) if command != "destroy" and not stack.kept else nullcontext():
            run = ending.enter_context(open_run(ports.records(), str(stack.id), holder, facts, ports.patience))
        refuse_unfollowed(stack, before, ports)
        refuse_lost_memory(stack, run.state, ports)
        with work_on(stack, run.state, run.id, ports, keep=lambda: run.touched and not run.finished) as work:
            yield run, work


def agreed(plan: JudgedPlan, run: Run, ports: Ports) -> None:
    """Ask; PlatformError when the answer is no, which is on record then."""
    if not ask(plan.preview, ports.asking, ports.today):
        run.finish("declined")
        raise PlatformError("Declined", detail=f"Nothing was changed in {run.stack}.")


def stop_if_asked(stack: Stack, ports: Ports) -> None:
    """Stop after a run that a signal was not allowed to break off."""
    number = ports.interrupts.received
    if number is not None:
        raise Interrupted(
            "Interrupted",
            signal_number=number,
            detail=f"{stack.id} was finished and recorded first; nothing further was started.",
            hint=f"platformctl show {stack.id}",
        )


def _outputs(stack: Stack, ports: Ports) -> Mapping[str, RecordedOutput]:
    head = ports.records().head(str(stack.id))
    return head.outputs if head else {}
