"""What a run tells the records of its verdicts and plans; addresses and counts, never values."""

from collections.abc import Mapping
from typing import Any

from platformctl.records.run import Run
from platformctl.terraform.plan import Action, Plan
from platformctl.workflows.identity import import_ids
from platformctl.workflows.planning import JudgedPlan, Told


def record_verdict(run: Run) -> Told:
    """Return what puts a verdict on record."""
    return lambda verdict: run.event("judged", verdict.to_record())


def planned_body(plan: JudgedPlan) -> Mapping[str, Any]:
    """Say what a plan would do."""
    return {
        "plan": plan.file.digest,
        "mode": "destroy" if plan.preview.destroys else "normal",
        "summary": counts(plan.plan),
        "changes": {change.address: change.action.value for change in plan.plan.changes if not change.deposed},
        "identity": import_ids(plan.preview.stack.contract, plan.plan),
    }


def counts(plan: Plan) -> dict[str, int]:
    """Count what a plan does, by action."""
    found = {action.value: 0 for action in (Action.CREATE, Action.UPDATE, Action.REPLACE, Action.DELETE)}
    for change in plan.changes:
        found[change.action.value] = found.get(change.action.value, 0) + 1
    return {action: number for action, number in found.items() if number}
