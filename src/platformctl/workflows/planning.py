"""From rendered files to a judged plan: judge the configuration while Terraform is prepared, plan, judge the plan."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from platformctl.policy.judge import losses, unchecked
from platformctl.policy.source import vet_work
from platformctl.policy.source_memory import Memory
from platformctl.policy.verdict import Verdict
from platformctl.stacks.stack import Stack
from platformctl.terraform.digests import Digests
from platformctl.terraform.plan import Plan
from platformctl.terraform.process import ended_with_us
from platformctl.terraform.saved_plan import PlanFile
from platformctl.terraform.terraform import Terraform
from platformctl.terraform.work_folder import Source, WorkFolder, prepare
from platformctl.workflows.locking import refuse_other_providers
from platformctl.workflows.losing import words_for
from platformctl.workflows.ports import Ports
from platformctl.workflows.refusing import enforce_configuration, enforce_preview
from platformctl.workflows.results import Preview

Told = Callable[[Verdict], object]
"""Takes a verdict before it is enforced, to put it on record."""


@dataclass(frozen=True)
class JudgedPlan:
    """A plan that passed, with everything it was made from."""

    work: WorkFolder
    terraform: Terraform
    """With access to the cloud."""
    file: PlanFile
    judged: Digests
    preview: Preview

    @property
    def plan(self) -> Plan:
        """Return the plan as it can be shown."""
        return self.preview.plan


@contextmanager
def work_on(
    stack: Stack, state: bytes, name: str, ports: Ports, keep: Callable[[], bool] = lambda: False
) -> Iterator[WorkFolder]:
    """Make and vet the private folder of a run or a preview; it goes unless `keep` says that settling needs it."""
    refuse_other_providers(ports.project.lock)
    kept = stack.kept.files if stack.kept else None
    source = Source(ports.project.root, Path(stack.id.folder), stack.module_path, kept)
    work = prepare(ports.work / name, source, state)
    try:
        vet_work(work, stack.contract.provider, Memory(ports.vetted))
        yield work
    finally:
        if keep():
            work.close()
        else:
            work.remove()


def judged_plan(stack: Stack, work: WorkFolder, ports: Ports, told: Told) -> JudgedPlan:
    """Return a plan that passed both judgements; Blocked or PlatformError at the first step that says no."""
    return _judged(stack, work, ports, told, disarming=False)


def disarming_plan(stack: Stack, work: WorkFolder, ports: Ports, told: Told) -> JudgedPlan:
    """Return the first of the two plans that destroy what is protected: it takes the protection off."""
    return _judged(stack, work, ports, told, disarming=True)


def guarded_destruction(stack: Stack, work: WorkFolder, ports: Ports, told: Told) -> JudgedPlan:
    """Return a plan that destroys everything; what is on its way out is judged by the guards alone."""
    judged = work.digest()
    opened = ports.terraform(work).given(ports.access(stack.contract).opened())
    opened.init(work)
    file = opened.plan(work, "destroy")
    with _shown(work, opened, file) as plan:
        verdict = unchecked(judged, file).with_findings(losses(stack, plan, ports.today))
    preview = Preview(stack, plan, (verdict,), destroys=True)
    told(verdict)
    enforce_preview(preview, words_for(preview, ports.today))
    return JudgedPlan(work, opened.knowing(plan.secrets), file, judged, preview)


def _judged(stack: Stack, work: WorkFolder, ports: Ports, told: Told, *, disarming: bool) -> JudgedPlan:
    terraform, judge, judged = ports.terraform(work), ports.judge(), work.digest()
    with ThreadPoolExecutor(max_workers=2) as beside, ended_with_us():
        init = beside.submit(terraform.init, work)  # needs no credential, and takes as long as judging
        access = beside.submit(lambda: ports.access(stack.contract).opened())  # asks AWS, or starts the emulator
        configuration = judge.configuration(stack, work, judged, disarming=disarming)
        init.result()
    told(configuration)
    enforce_configuration(configuration)
    opened = terraform.given(access.result())
    file = opened.plan(work)
    with _shown(work, opened, file) as plan:
        verdict = (judge.disarming if disarming else judge.plan)(stack, work, configuration, file, plan)
        verdict = verdict.with_findings(losses(stack, plan, ports.today))
    preview = Preview(stack, plan, (configuration, verdict))
    told(verdict)
    enforce_preview(preview, words_for(preview, ports.today))
    return JudgedPlan(work, opened.knowing(plan.secrets), file, judged, preview)


@contextmanager
def _shown(work: WorkFolder, terraform: Terraform, file: PlanFile) -> Iterator[Plan]:
    """Show the plan; its JSON holds secrets in clear and is deleted whatever happens."""
    try:
        yield terraform.show(work, file)
    finally:
        work.plan_json.unlink(missing_ok=True)
