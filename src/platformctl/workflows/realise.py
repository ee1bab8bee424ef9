"""One run of one stack: plan, judge, ask, apply exactly that plan, record the outputs."""

import time
from collections.abc import Callable, Mapping
from typing import Any

from platformctl.errors import Interrupted, PlatformError
from platformctl.records.facts import RecordedOutput
from platformctl.records.lease import Holder
from platformctl.records.run import Ending, Run, new_run_id, open_run
from platformctl.stacks.stack import Stack
from platformctl.terraform.plan import Action, Plan
from platformctl.terraform.work_folder import WorkFolder
from platformctl.workflows.applying import apply
from platformctl.workflows.asking import ask
from platformctl.workflows.identity import import_ids
from platformctl.workflows.memory import refuse_lost_memory
from platformctl.workflows.planning import JudgedPlan, Told, guarded_destruction, judged_plan, work_on
from platformctl.workflows.ports import Ports
from platformctl.workflows.results import Outcome, Status
from platformctl.workflows.settle import settle_before

Planning = Callable[[Stack, WorkFolder, Ports, Told], JudgedPlan]


def realise(stack: Stack, command: str, ports: Ports) -> Outcome:
    """Make the stack what its request says, or stop at the first step that says no."""
    ports.judge()  # warms up while records and state are read
    return _run(stack, command, ports, judged_plan)


def undo(stack: Stack, ports: Ports) -> Outcome:
    """Destroy what the stack made, or stop at the first step that says no."""
    return _run(stack, "destroy", ports, guarded_destruction)


def _run(stack: Stack, command: str, ports: Ports, plan_of: Planning) -> Outcome:
    began = time.monotonic()
    settle_before(stack.id, ports)
    holder = Holder.here(new_run_id(), command)
    with open_run(ports.records(), str(stack.id), holder, ports.facts(stack, command)) as run:
        refuse_lost_memory(stack, run.state, ports)
        with work_on(stack, run.state, run.id, ports, keep=lambda: run.touched and not run.finished) as work:
            plan = plan_of(stack, work, ports, lambda verdict: run.event("judged", verdict.to_record()))
            _realised(plan, run, ports)
    _stop_if_asked(stack, ports)
    return Outcome(plan.preview, _status(plan), _outputs(stack, ports), run.id, time.monotonic() - began)


def _realised(plan: JudgedPlan, run: Run, ports: Ports) -> None:
    run.event("planned", planned_body(plan))
    ending: Ending = "destroyed" if plan.preview.destroys else "applied"
    if not plan.preview.has_changes:
        run.finish(ending, {"changes": 0})
        return
    if not ask(plan.preview, ports.asking):
        run.finish("declined")
        raise PlatformError("Declined", detail=f"Nothing was changed in {run.stack}.")
    apply(plan, run, ports)
    run.finish(ending, {"changes": len(plan.plan.changes)})


def planned_body(plan: JudgedPlan) -> Mapping[str, Any]:
    """Say for the record what a plan would do; addresses and counts, never values."""
    return {
        "plan": plan.file.digest,
        "mode": "destroy" if plan.preview.destroys else "normal",
        "summary": counts(plan.plan),
        "planned": sorted(plan.plan.planned),
        "identity": import_ids(plan.preview.stack.contract, plan.plan),
    }


def counts(plan: Plan) -> dict[str, int]:
    """Count what a plan does, by action."""
    found = {action.value: 0 for action in (Action.CREATE, Action.UPDATE, Action.REPLACE, Action.DELETE)}
    for change in plan.changes:
        found[change.action.value] = found.get(change.action.value, 0) + 1
    return {action: number for action, number in found.items() if number}


def _status(plan: JudgedPlan) -> Status:
    if plan.preview.destroys:
        return "destroyed"
    return "applied" if plan.preview.has_changes else "unchanged"


def _outputs(stack: Stack, ports: Ports) -> Mapping[str, RecordedOutput]:
    head = ports.records().head(str(stack.id))
    return head.outputs if head else {}


def _stop_if_asked(stack: Stack, ports: Ports) -> None:
    number = ports.interrupts.received
    if number is not None:
        raise Interrupted(
            "Interrupted",
            signal_number=number,
            detail=f"{stack.id} was finished and recorded first; nothing further was started.",
            hint=f"platformctl show {stack.id}",
        )
