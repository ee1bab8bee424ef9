"""Commits what Terraform left when it ended; where the store can't take it, keeps it safe and says where it is."""

from pathlib import Path

from platformctl.errors import Busy, PlatformError
from platformctl.records.commit_loop import PATIENCE, CommitLoop
from platformctl.records.refusals import FencedOff, StateMoved
from platformctl.records.rescue_file import Rescued, write_rescue
from platformctl.records.run import Run
from platformctl.terraform.rescue import newest_state, states_left
from platformctl.terraform.work_folder import WorkFolder
from platformctl.workflows.ports import Ports

REMOTE_PATIENCE = 30.0
"""Seconds for which the last commit is tried again where the store is reached over a network."""


def commit_last(commits: CommitLoop, work: WorkFolder, run: Run, ports: Ports) -> None:
    """Make the last commit; what stands in its way is told together with where the state is."""
    try:
        commits.stop(PATIENCE if ports.environment.state.local else REMOTE_PATIENCE)
    except (FencedOff, StateMoved) as error:
        raise _went_on_without_us(error, work, run, ports) from error
    except PlatformError as error:
        raise _uncommitted(error, work, run, ports) from error


def _went_on_without_us(error: PlatformError, work: WorkFolder, run: Run, ports: Ports) -> Busy:
    """Say that the work of a run is put aside; where that failed too, it lies where an uncommitted state lies."""
    failed = getattr(error, "__notes__", ())
    kept = " ".join([*failed, _kept(work, run, ports)]) if failed else "The store keeps what it made as orphaned."
    return Busy(
        "The stack went on without this run",
        detail=f"{error.detail} Terraform has come to its end. {kept} Settling takes in what nothing else knows of.",
        hint=f"platformctl settle {run.stack}",
    )


def _uncommitted(error: PlatformError, work: WorkFolder, run: Run, ports: Ports) -> PlatformError:
    return PlatformError(
        "The state could not be committed",
        detail=f"{error.summary}: {error.detail} Terraform has come to its end, and nothing is lost. "
        f"{_kept(work, run, ports)} Settling commits it once the store can be written again.",
        hint=f"platformctl settle {run.stack}",
    )


def _kept(work: WorkFolder, run: Run, ports: Ports) -> str:
    lies = f"The state lies in {work.stack}, on this machine only."
    recipient = ports.project.platform.rescue.recipient if ports.project.platform.rescue else ""
    if not recipient or ports.rescue is None:
        return lies
    newest = newest_state(run.state, states_left(work))
    try:
        path = write_rescue(Path(ports.rescue), recipient, Rescued(run.stack, run.id, newest))
    except (PlatformError, OSError) as error:
        why = error.detail if isinstance(error, PlatformError) else str(error)
        return f"{lies} It could not be written as a rescue file: {why}"
    words = f"platformctl settle {run.stack} --rescue {path} --identity KEYFILE"
    return f"{lies} It lies encrypted in {path}, too; from elsewhere: {words}."
