"""Brings interrupted runs to a truthful end: decides from the state, never from an exit status.

| what the run left                      | what is known               | what settling does                            |
|----------------------------------------|-----------------------------|-----------------------------------------------|
| no `applying` on record                | nothing was asked for       | records not-started                           |
| Terraform still at work                | its lock is held            | waits for its end                             |
| a state in the work folder             | newer than the store's      | commits it                                    |
| `errored.tfstate`, a dump in events    | Terraform could not save    | commits it                                    |
| `apply_complete` without state         | the id, from the event      | imports it                                    |
| `apply_start` without an answer        | maybe there, maybe not      | imports it by identity, or found by its tags  |
| a mark to replace what a signal broke  | a plan finds it whole       | takes the mark away, where data is held       |
| an orphaned state                      | what only it knows of       | imports that                                  |
| its work folder on another machine     | state, plan, kept files     | stops; goes on from those if somebody says so |
| a rescue file                          | the state, encrypted        | commits it                                    |

docs/howto/settling.md has the same for people.
"""

from collections.abc import Iterator

from platformctl.errors import Busy
from platformctl.progress import Event
from platformctl.records.head import Head
from platformctl.records.lease import Holder
from platformctl.records.run import Run, new_run_id, resume_run
from platformctl.records.store import Records
from platformctl.stacks.stack_id import StackId
from platformctl.terraform.alive import only_survivors, wait_for_survivors
from platformctl.terraform.work_folder import ALIVE, reopen
from platformctl.workflows.fresh_folder import source_of
from platformctl.workflows.from_afar import settled_from_afar
from platformctl.workflows.means import Means
from platformctl.workflows.merging import merged
from platformctl.workflows.ports import Ports
from platformctl.workflows.reconciling import reconciled
from platformctl.workflows.results import Settled

PATIENCE = 45 * 60.0
"""Seconds to wait for a Terraform that outlived its platformctl; the slowest creates of RDS take half an hour."""


def settle_before(stack: StackId, ports: Ports) -> None:
    """Settle what an earlier run left, if it left anything, so that the next one may begin."""
    settle(stack, ports)


def settle(stack: StackId, ports: Ports, means: Means | None = None) -> Settled:
    """Settle one stack."""
    means, head = means or Means(), ports.records().head(str(stack))
    if head is None:
        return Settled(stack, "nothing to settle")
    if head.unfinished is None:
        return merged(stack, head, ports, means)
    _wait(stack, head.unfinished, ports)
    with resume_run(ports.records(), str(stack), Holder.here(new_run_id(), "settle"), ports.patience) as run:
        if run is None:
            return Settled(stack, "nothing to settle")
        head = ports.records().head(str(stack)) or head  # while we waited for the lease, another run may have begun
        ports.progress(Event("settle", "started", f"settling run {run.id} of {stack}"))  # nobody else has it
        settled = _settled(stack, head, run, ports, means)
    ports.progress(Event("settle", "done", f"{stack}: {settled.verdict}"))
    return settled


def unfinished(records: Records, environment: str) -> Iterator[StackId]:
    """Yield every stack of an environment with a run that has no outcome, its request there or not."""
    for head in records.heads(environment):
        if head.unfinished:
            yield StackId.of(head.stack)


def _wait(stack: StackId, run: str, ports: Ports) -> None:
    """Wait for a Terraform whose platformctl is gone; one that still has its platformctl is somebody's run.

    What lives here is told by the folder's lock, whatever a store far away believes of the lease.
    """
    lock = ports.work / run / ALIVE
    if not only_survivors(lock):
        return
    ports.progress(Event("settle", "waiting", f"waiting for the Terraform of run {run} to finish"))
    if not wait_for_survivors(lock, PATIENCE):
        raise Busy(
            "Terraform is still at work",
            detail=f"Run {run} of {stack} lost its platformctl; the Terraform that it started has not ended yet.",
            hint=f"platformctl settle {stack}",
        )


def _settled(stack: StackId, head: Head, run: Run, ports: Ports, means: Means) -> Settled:
    root = ports.work / run.id
    if not run.touched:
        work = reopen(root, source_of(stack, head, ports)) if root.is_dir() else None
        run.finish("settled", {"verdict": "not-started"})
        if work:
            work.remove()
        return Settled(stack, "not-started")
    if not root.is_dir():
        return settled_from_afar(stack, head, run, ports, means)
    work = reopen(root, source_of(stack, head, ports))
    try:
        settled = reconciled(stack, work, run, ports, means)
        run.finish("settled", {"verdict": settled.verdict, "steps": list(settled.steps)})
    except BaseException:
        work.close()
        raise
    work.remove()
    return settled
