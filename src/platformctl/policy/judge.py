"""The judge of one run: asks the worker, and turns its scans into verdicts by the rules of the stack."""

from collections.abc import Sequence
from dataclasses import dataclass

from platformctl.policy.conversation import Worker
from platformctl.policy.guards import limits_guard, loss_guard
from platformctl.policy.judging import Rules, judge_configuration, judge_plan
from platformctl.policy.packs import Pack
from platformctl.policy.verdict import Finding, Verdict
from platformctl.stacks.stack import Stack
from platformctl.terraform.digests import Digests
from platformctl.terraform.plan import Plan
from platformctl.terraform.saved_plan import PlanFile
from platformctl.terraform.work_folder import WorkFolder


@dataclass(frozen=True)
class Judge:
    """Judges one stack: its configuration first, then its plan."""

    worker: Worker
    packs: Sequence[Pack]
    stacks: int
    """Requests in the environment, this one counted."""

    def configuration(self, stack: Stack, work: WorkFolder, judged: Digests) -> Verdict:
        """Judge what was rendered, before Terraform gets any credential."""
        scan = self.worker.configuration(work.stack, work.root)
        verdict = judge_configuration(scan, self._rules(stack), judged)
        size = stack.request.inputs.get("size")
        over = limits_guard(
            stack.environment.limits,
            stack.contract,
            str(stack.id),
            size=size if isinstance(size, str) else None,
            stacks=self.stacks,
        )
        return verdict.with_findings(over)

    def plan(self, stack: Stack, work: WorkFolder, configuration: Verdict, file: PlanFile, plan: Plan) -> Verdict:
        """Judge what would be applied; a plan that only deletes is for the guards alone."""
        if plan.only_deletes:
            return guarded(stack, configuration.files, file, plan)
        scan = self.worker.plan(work.plan_json)
        verdict = judge_plan(scan, plan, self._rules(stack), configuration, file.digest)
        return verdict.with_findings(_losses(stack, plan))

    def _rules(self, stack: Stack) -> Rules:
        return Rules(stack.contract, stack.environment.tier, self.packs)


def guarded(stack: Stack, judged: Digests, file: PlanFile, plan: Plan) -> Verdict:
    """Judge a plan that only deletes: there is nothing left for a check to look at."""
    empty = Verdict(stage="plan", findings=(), guarantees=(), resources=(), files=dict(judged), plan=file.digest)
    return empty.with_findings(_losses(stack, plan))


def _losses(stack: Stack, plan: Plan) -> tuple[Finding, ...]:
    """Find lost data; in tier dev a person's word may still allow it, which is asked for before the apply."""
    tier = stack.environment.tier
    return loss_guard(plan, stack.contract, tier, allowed=tier == "dev")
