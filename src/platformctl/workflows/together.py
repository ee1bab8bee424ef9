"""Previews of many stacks through one combined root: one init, one plan, one reading; judged stack by stack.

Starting the provider is what a plan costs, not the resources. The verdicts are a preview's and open no apply.
"""

import secrets
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from platformctl.errors import PlatformError
from platformctl.policy.holding_over import without_what_is_undecided
from platformctl.progress import Event
from platformctl.stacks.stack import Stack
from platformctl.terraform.combined import FOLDER, lay, whole_files
from platformctl.terraform.combined_plan import Document, shown
from platformctl.terraform.process import ended_with_us
from platformctl.terraform.saved_plan import PlanFile
from platformctl.terraform.terraform import Terraform
from platformctl.terraform.work_folder import Source, WorkFolder, prepare
from platformctl.workflows.part import judge_part
from platformctl.workflows.party import Party
from platformctl.workflows.ports import Ports
from platformctl.workflows.refusing import enforce_configuration
from platformctl.workflows.seating import part_ways, seat

TRIES = 4
"""Plans of one root: after each but the last, those leave that it failed for."""
Whole = tuple[Document, PlanFile]
"""The shown plan of the root, and what the file was that it was read from."""


def preview_together(stacks: Sequence[Stack], ports: Ports) -> Party:
    """Plan and judge stacks beside whatever else goes on; say what came of each, or why it must be planned alone.

    A stack whose files, configuration or plan are refused leaves the root, and the others go on without it.
    """
    party = Party()
    ports.judge()  # warms up while states are read and files are copied
    with ExitStack() as folders:
        for stack in stacks:
            seat(stack, party, folders, ports)
        part_ways(party)
        try:
            whole = _planned(party, ports)
        except PlatformError as error:
            party.stop_all(error)
            return party
        for one in tuple(party.seats.values()):
            judge_part(one, party, whole, ports)
    return party


def _planned(party: Party, ports: Ports) -> Whole:
    """Plan the root with those that its preparation, their configurations and the plan itself leave in it."""
    party.refuse_lonely()
    if not party.seats:
        return {}, PlanFile(Path(), "", has_changes=False)
    with _root(party, ports) as work:
        terraform, contract = ports.terraform(work), _costliest(party).contract
        with ThreadPoolExecutor(max_workers=2) as beside, ended_with_us():
            init = beside.submit(terraform.init, work)
            access = beside.submit(lambda: ports.access(contract).opened())
            _judge_configurations(party, ports)
        return _tried(work, party, terraform.given(access.result()), init.result)


def _tried(work: WorkFolder, party: Party, opened: Terraform, init: Callable[[], object]) -> Whole:
    """Plan until it succeeds; each time without those that it failed for."""
    for _ in range(TRIES):
        party.refuse_lonely()
        if not party.seats:
            break
        try:
            init()
            lay(work, party.members)
            return _read(work, opened)
        except PlatformError as error:
            party.blame(error)
            init = partial(_init, work, party, opened)
    party.leave(tuple(party.seats), f"{TRIES} plans beside others failed")
    return {}, PlanFile(Path(), "", has_changes=False)


def _init(work: WorkFolder, party: Party, terraform: Terraform) -> None:
    lay(work, party.members)
    terraform.init(work)


def _read(work: WorkFolder, terraform: Terraform) -> Whole:
    """Plan and read; plan and document hold the secrets of all, and are gone before anything is told."""
    try:
        file = terraform.plan(work)
        terraform.show(work, file)
        return shown(work.plan_json.read_bytes()), file
    finally:
        work.plan.unlink(missing_ok=True)
        work.plan_json.unlink(missing_ok=True)


@contextmanager
def _root(party: Party, ports: Ports) -> Iterator[WorkFolder]:
    """Make the private folder of the combined root, and take it away after it was planned."""
    ports.progress(Event("plan", "note", f"{len(party.seats)} stacks in one combined plan"))
    source = Source(ports.project.root, Path(FOLDER), Path("vendor"), whole_files(party.members))
    work = prepare(ports.work / f"preview-{secrets.token_hex(6)}", source, b"")
    try:
        yield work
    finally:
        work.remove()


def _costliest(party: Party) -> Stack:
    """Return a stack that needs access to the cloud, if any does."""
    return max((one.stack for one in party.seats.values()), key=lambda stack: stack.contract.provider == "aws")


def _judge_configurations(party: Party, ports: Ports) -> None:
    """Judge each configuration by itself; what is refused leaves before anything is asked of the cloud."""
    for name, one in tuple(party.seats.items()):
        try:
            verdict = ports.judge().configuration(one.stack, one.work, one.judged)
            verdict = without_what_is_undecided(verdict) if one.stack.bindings.pending else verdict
            party.configurations[name] = enforce_configuration(verdict)
        except PlatformError as error:
            ports.about(one.stack.id).progress(Event("judge", "failed", error.summary))
            party.done(one, error)
