"""Brings state and cloud together where a run left its work folder: newest state, orphans, lost objects, marks."""

from collections.abc import Iterator

from platformctl.records.run import Run
from platformctl.stacks.stack_id import StackId
from platformctl.terraform.following import flight_of
from platformctl.terraform.private_files import write_private
from platformctl.terraform.rescue import newest_state, states_left
from platformctl.terraform.work_folder import WorkFolder
from platformctl.workflows.finding import find
from platformctl.workflows.how_it_ended import verdict_of
from platformctl.workflows.means import Means, rescued_for
from platformctl.workflows.orphans import merge_orphans
from platformctl.workflows.ports import Ports
from platformctl.workflows.results import Settled
from platformctl.workflows.untainting import untaint


def reconciled(stack: StackId, work: WorkFolder, run: Run, ports: Ports, means: Means) -> Settled:
    """Bring them together, and say what was done and what became of the run."""
    steps = tuple(_steps(stack, work, run, ports, means))
    return Settled(stack, verdict_of(stack, work, run, ports), steps)


def _steps(stack: StackId, work: WorkFolder, run: Run, ports: Ports, means: Means) -> Iterator[str]:
    yield from _newest(stack, work, run, means)
    work.state.unlink(missing_ok=True)
    write_private(work.state, run.state)
    yield from merge_orphans(stack, work, run, ports, means.let_go)
    yield from find(stack, work, run, flight_of(work.applies), ports)
    yield from untaint(work, run, ports)


def _newest(stack: StackId, work: WorkFolder, run: Run, means: Means) -> Iterator[str]:
    """Commit the newest state that Terraform left, if the store does not have it yet."""
    if run.lease.state_changed:
        yield "kept the state as something else has changed it since; nothing was put over it"
        return
    rescued = rescued_for(stack, means, run.id)
    newest = newest_state(run.state, (*states_left(work), *([rescued.state] if rescued else [])))
    if newest != run.state:
        run.commit(newest)
        yield "committed the newest state of the work folder"
