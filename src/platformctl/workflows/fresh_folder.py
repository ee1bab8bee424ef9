"""Makes a work folder anew where a run's own is not here: from the files that the run kept, and the committed state."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from platformctl.catalog.sources import load_module
from platformctl.catalog.vendor import vendored_path
from platformctl.errors import PlatformError
from platformctl.policy.source import vet_work
from platformctl.policy.source_memory import Memory
from platformctl.records.head import Head
from platformctl.records.run import Run, new_run_id
from platformctl.stacks.stack_id import StackId
from platformctl.terraform.work_folder import Source, WorkFolder, prepare
from platformctl.workflows.locking import refuse_other_providers
from platformctl.workflows.ports import Ports


@contextmanager
def fresh_folder(stack: StackId, head: Head, run: Run, ports: Ports) -> Iterator[WorkFolder]:
    """Give a folder in which Terraform can import; its name says that nobody has to settle it."""
    refuse_other_providers(ports.project.lock)
    source = source_of(stack, head, ports)
    if head.kept is not None:
        files = ports.records().kept(str(stack), head.kept)
        source = Source(source.project, source.stack, source.module, files)
    work = prepare(ports.work / f"preview-settling-{new_run_id()}", source, run.state)
    try:
        contract = load_module(work.module, "run").contract
        vet_work(work, contract.provider, Memory(ports.vetted))
        ports.terraform(work).init(work)
        yield work
    finally:
        work.remove()


def source_of(stack: StackId, head: Head, ports: Ports) -> Source:
    """Return what the stack's last run worked on."""
    facts = head.last_run.facts if head.last_run else None
    if facts is None or facts.module is None:
        raise PlatformError(
            "A run can't be settled",
            detail=f"The record of the last run of {stack} does not say which module it was about.",
            hint=f"platformctl history {stack}",
        )
    module = vendored_path("modules", f"{facts.module.name}@{facts.module.version}")
    return Source(ports.project.root, Path(stack.folder), module)
