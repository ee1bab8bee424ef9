"""The judge of one run: asks the worker, and turns its scans into verdicts by the rules of the stack."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from platformctl.policy.conversation import Worker
from platformctl.policy.guards import LOSSES, allowed_losses, disarm_guard, limits_guard, loss_guard, names_guard
from platformctl.policy.judging import Rules, judge_configuration, judge_plan
from platformctl.policy.packs import Pack
from platformctl.policy.verdict import Finding, Verdict
from platformctl.policy.workers import Workers
from platformctl.stacks.stack import Stack
from platformctl.terraform.digests import Digests
from platformctl.terraform.plan import Plan
from platformctl.terraform.saved_plan import PlanFile
from platformctl.terraform.work_folder import WorkFolder

GONE = "Its request is gone: bring it back, have it applied with the word in it, then delete it again."
"""Where the word has to stand when there is no request for it to stand in."""


@dataclass(frozen=True)
class Judge:
    """Judges one stack: its configuration first, then its plan."""

    worker: Worker | Workers
    """Warming up; it hears of the packs when the first configuration is judged."""
    read_packs: Callable[[], Sequence[Pack]]
    count_stacks: Callable[[], int]
    """Counts the requests in the environment."""

    @cached_property
    def packs(self) -> Sequence[Pack]:
        """Read the packs and order their checks."""
        packs = self.read_packs()
        self.worker.order(packs)
        return packs

    def configuration(self, stack: Stack, work: WorkFolder, judged: Digests, *, disarming: bool = False) -> Verdict:
        """Judge what was rendered, before Terraform gets any credential."""
        rules = self._rules(stack, disarming=disarming)
        scan = self.worker.configuration(work.stack, work.root)
        verdict = judge_configuration(scan, rules, judged)
        size = stack.request.inputs.get("size")
        over = limits_guard(
            stack.environment.limits,
            stack.contract,
            str(stack.id),
            size=size if isinstance(size, str) else None,
            stacks=self.count_stacks(),
        )
        return verdict.with_findings(over)

    def plan(self, stack: Stack, work: WorkFolder, configuration: Verdict, file: PlanFile, plan: Plan) -> Verdict:
        """Judge what would be applied; a plan that only deletes is for the guards alone."""
        if plan.only_deletes:
            return unchecked(configuration.files, file)
        scan = self.worker.plan(work.plan_json)
        return judge_plan(scan, plan, self._rules(stack), configuration, file.digest)

    def disarming(self, stack: Stack, work: WorkFolder, configuration: Verdict, file: PlanFile, plan: Plan) -> Verdict:
        """Judge the first plan of a destruction: it may take the protection off, and nothing else."""
        scan = self.worker.plan(work.plan_json)
        verdict = judge_plan(scan, plan, self._rules(stack, disarming=True), configuration, file.digest)
        return verdict.with_findings(disarm_guard(plan, stack.contract))

    def _rules(self, stack: Stack, *, disarming: bool = False) -> Rules:
        return Rules(stack.contract, stack.environment.tier, self.packs, disarming=disarming)


def unchecked(judged: Digests, file: PlanFile) -> Verdict:
    """Return the verdict on a plan that only deletes: there is nothing left for a check to look at."""
    return Verdict(stage="plan", findings=(), guarantees=(), resources=(), files=dict(judged), plan=file.digest)


def losses(stack: Stack, plan: Plan, today: date) -> tuple[Finding, ...]:
    """Find lost data and lost names; in tier dev a person's word may still allow the loss of data, asked for later."""
    tier = stack.environment.tier
    allowed = LOSSES if tier == "dev" else allowed_losses(stack.request.lifecycle, today)
    lost = loss_guard(plan, stack.contract, tier, allowed=allowed)
    if stack.kept and tier != "dev":
        lost = tuple(one.model_copy(update={"guideline": f"{one.guideline} {GONE}"}) for one in lost)
    return (*names_guard(plan, stack.request.names), *lost)
