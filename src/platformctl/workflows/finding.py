"""Finds what fell between request and answer: what the events or the contract's identity name and no state knows.

What the cloud names itself is looked for by its tags: workflows/unnamed.py.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from platformctl.catalog.sources import load_module
from platformctl.errors import PlatformError
from platformctl.records.run import Run
from platformctl.stacks.stack_id import StackId
from platformctl.terraform.addresses import type_at
from platformctl.terraform.flight import Flight
from platformctl.terraform.state import State, parse_state
from platformctl.terraform.terraform import Terraform
from platformctl.terraform.work_folder import WorkFolder
from platformctl.workflows.past_events import last_body
from platformctl.workflows.ports import Ports
from platformctl.workflows.unnamed import UNSEEN, Search, can_be_looked_for, find_unnamed


def find(stack: StackId, work: WorkFolder, run: Run, flight: Flight, ports: Ports) -> Iterator[str]:
    """Import every object that must or may exist and is in no state; yield what was done, in words."""
    known = _addresses(run.state)
    created = {address: id_ for address, id_ in flight.created.items() if address not in known and id_}
    unanswered = [address for address in _creations(flight) if address not in known]
    identity = _identity(stack, run, ports)
    maybe = {address: identity[address] for address in unanswered if identity.get(address)}
    contract = load_module(work.module, "run").contract
    unnamed = [address for address in unanswered if address not in maybe]
    unseen = [address for address in unnamed if not can_be_looked_for(contract, type_at(address))]
    yield from (f"{UNSEEN}: {address}" for address in unseen)
    if not created and len(unseen) == len(unanswered):
        return
    access = ports.access(contract)
    terraform = ports.terraform(work).given(access.opened())
    for address, identifier in created.items():
        terraform.import_(work, address, identifier)
        run.commit(work.state.read_bytes())
        yield f"imported {address}"
    yield from _by_name(terraform, work, run, maybe)
    hidden = [address for address in unnamed if address not in unseen]
    if hidden:
        yield from find_unnamed(hidden, Search(stack, work, run, contract, terraform, access.look, ports.records))


def _by_name(terraform: Terraform, work: WorkFolder, run: Run, maybe: Mapping[str, str]) -> Iterator[str]:
    missed = [address for address, identifier in maybe.items() if not _found(terraform, work, run, address, identifier)]
    if missed:
        terraform.plan(work)  # it must have been the cloud that said no, not a line that is down
    yield from (f"not found: {address}" if address in missed else f"found and imported {address}" for address in maybe)


def _found(terraform: Terraform, work: WorkFolder, run: Run, address: str, identifier: str) -> bool:
    """Import what may exist; when it can't be, the state is as it was."""
    try:
        terraform.import_(work, address, identifier)
    except PlatformError:
        return False
    run.commit(work.state.read_bytes())
    return True


def _creations(flight: Flight) -> Iterator[str]:
    """Yield each creation that got no answer."""
    return (address for address, action in flight.in_flight.items() if action == "create")


def _identity(stack: StackId, run: Run, ports: Ports) -> Mapping[str, str]:
    """Return the import ids by address, as far as the run's plan knew them."""
    found: Mapping[str, Any] = last_body(stack, run.id, "planned", ports).get("identity") or {}
    return {str(address): str(id_) for address, id_ in found.items()}


def _addresses(state: bytes) -> frozenset[str]:
    parsed = parse_state(state)
    return frozenset(each.address for each in parsed.managed) if isinstance(parsed, State) else frozenset()
