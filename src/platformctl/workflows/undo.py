"""One run that destroys a stack; what is protected takes two judged plans under one lease.

The first plan may only take the protection off, the second destroys. What keeps the second from beginning puts the
protection back on; what breaks it off later is on record, and shown as an alarm until the next run of the stack.
"""

import time

from platformctl.errors import Interrupted, PlatformError
from platformctl.policy.guards import disarm_guard, protection
from platformctl.policy.verdict import refuse
from platformctl.progress import Event
from platformctl.records.run import Run
from platformctl.stacks.disarming import disarmed
from platformctl.stacks.render import VALUES_NAME
from platformctl.stacks.stack import Stack
from platformctl.terraform.private_files import write_private
from platformctl.terraform.work_folder import WorkFolder
from platformctl.workflows.applying import apply
from platformctl.workflows.planning import JudgedPlan, disarming_plan, guarded_destruction, judged_plan
from platformctl.workflows.ports import Ports
from platformctl.workflows.realise import agreed, running, stop_if_asked
from platformctl.workflows.results import Outcome
from platformctl.workflows.telling import planned_body, record_verdict


def undo(stack: Stack, command: str, ports: Ports) -> Outcome:
    """Destroy what the stack made, or stop at the first step that says no."""
    began = time.monotonic()
    before = "" if stack.kept else None
    with running(stack, command, ports, before) as (run, work):
        plan = _planned(stack, work, run, ports)
        if plan.preview.has_changes:
            agreed(plan, run, ports)
            _destroyed(stack, plan, run, ports)
        with ports.interrupts.shielded():
            run.finish("destroyed", {"changes": len(plan.plan.changes)})
    return Outcome(plan.preview, "destroyed", run=run.id, seconds=time.monotonic() - began)


def _destroyed(stack: Stack, plan: JudgedPlan, run: Run, ports: Ports) -> None:
    if not protection(plan.plan, stack.contract):
        apply(plan, run, ports)
        return
    _disarm(stack, plan, run, ports)
    try:
        stop_if_asked(stack, ports)
        final = _planned(stack, plan.work, run, ports)
    except PlatformError as error:
        if not isinstance(error, Interrupted):
            _rearm(stack, plan.work, run, ports)
        raise
    apply(final, run, ports)


def _planned(stack: Stack, work: WorkFolder, run: Run, ports: Ports) -> JudgedPlan:
    plan = guarded_destruction(stack, work, ports, record_verdict(run))
    run.event("planned", planned_body(plan))
    return plan


def _disarm(stack: Stack, plan: JudgedPlan, run: Run, ports: Ports) -> None:
    """Take the protection off, by a judged plan that does nothing else."""
    ports.progress(Event("destroy", "note", "taking the protection off first"))
    without = disarmed(stack, protection(plan.plan, stack.contract))
    _lay(plan.work, without)
    first = disarming_plan(without, plan.work, ports, record_verdict(run))
    run.event("planned", planned_body(first))
    apply(first, run, ports, step="disarm")


def _rearm(stack: Stack, work: WorkFolder, run: Run, ports: Ports) -> None:
    """Put the protection back on; when that fails, it is told, and the record goes on saying that it is off."""
    ports.progress(Event("destroy", "note", "putting the protection back on"))
    try:
        _lay(work, stack)
        plan = judged_plan(stack, work, ports, record_verdict(run))
        refuse(disarm_guard(plan.plan, stack.contract, back=True), "plan")
        run.event("planned", planned_body(plan))
        apply(plan, run, ports, step="rearm")
    except PlatformError as error:
        ports.progress(Event("destroy", "failed", f"the protection is still off: {error.summary}"))
    else:
        run.finish("failed", {"rearmed": True})


def _lay(work: WorkFolder, stack: Stack) -> None:
    """Lay a stack's values into the work folder."""
    values = work.stack / VALUES_NAME
    values.unlink()
    write_private(values, stack.files[VALUES_NAME])
