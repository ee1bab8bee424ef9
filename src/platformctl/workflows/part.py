"""One stack's part of a combined plan, judged as its own plan would be."""

import json

from platformctl.errors import PlatformError
from platformctl.policy.holding_over import held_over
from platformctl.policy.judge import losses
from platformctl.progress import Event
from platformctl.terraform.combined_plan import Document, cut
from platformctl.terraform.plan import Plan
from platformctl.terraform.plan_reader import parse_plan
from platformctl.terraform.private_files import write_private
from platformctl.terraform.saved_plan import PlanFile
from platformctl.workflows.party import Party, Seat
from platformctl.workflows.ports import Ports
from platformctl.workflows.refusing import enforce_preview
from platformctl.workflows.results import Preview
from platformctl.workflows.telling import counts


def judge_part(seat: Seat, party: Party, whole: tuple[Document, PlanFile], ports: Ports) -> None:
    """Judge one stack's part, and let the stack go with what came of it."""
    stack, name = seat.stack, seat.member.name
    document, file = whole
    tell = ports.about(stack.id).progress
    content = json.dumps(cut(document, name, without_provider=stack.contract.provider == "none")).encode()
    try:
        write_private(seat.work.plan_json, content)
        plan = parse_plan(content)
        configuration = party.configurations[name]
        verdict = ports.judge().plan(stack, seat.work, configuration, file, plan)
        if stack.bindings.pending:
            verdict = held_over(verdict, configuration, plan)
        verdict = verdict.with_findings(losses(stack, plan, ports.today))
        preview = enforce_preview(Preview(stack, plan, (configuration, verdict)))
    except PlatformError as error:
        tell(Event("plan", "failed", error.summary))
        party.done(seat, error)
    else:
        tell(Event("plan", "done", f"judged: {_counted(plan)}"))
        party.done(seat, preview)
    finally:
        seat.work.plan_json.unlink(missing_ok=True)


def _counted(plan: Plan) -> str:
    return ", ".join(f"{number} to {action}" for action, number in counts(plan).items()) or "no changes"
