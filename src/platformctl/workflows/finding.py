"""Finds what fell between request and answer: what the events or the contract's identity name and no state knows."""

from collections.abc import Iterator, Mapping
from typing import Any

from platformctl.catalog.sources import load_module
from platformctl.errors import PlatformError
from platformctl.records.run import Run
from platformctl.stacks.stack_id import StackId
from platformctl.terraform.flight import Flight
from platformctl.terraform.state import State, parse_state
from platformctl.terraform.terraform import Terraform
from platformctl.terraform.work_folder import WorkFolder
from platformctl.workflows.ports import Ports


def find(stack: StackId, work: WorkFolder, run: Run, flight: Flight, ports: Ports) -> Iterator[str]:
    """Import every object that must or may exist and is in no state; yield what was done, in words."""
    known = _addresses(run.state)
    created = {address: id_ for address, id_ in flight.created.items() if address not in known and id_}
    maybe = {address: id_ for address, id_ in _named(stack, run, flight, ports) if address not in known}
    if not created and not maybe:
        return
    terraform = ports.terraform(work).given(ports.access(load_module(work.module, "run").contract).opened())
    for address, identifier in created.items():
        terraform.import_(work, address, identifier)
        run.commit(work.state.read_bytes())
        yield f"imported {address}"
    for address, identifier in maybe.items():
        yield _tried(terraform, work, run, address, identifier)


def _tried(terraform: Terraform, work: WorkFolder, run: Run, address: str, identifier: str) -> str:
    """Import what may exist; when it can't be, the state is as it was, and the record says that nobody knows."""
    try:
        terraform.import_(work, address, identifier)
    except PlatformError:
        return f"not found: {address}"
    run.commit(work.state.read_bytes())
    return f"found and imported {address}"


def _named(stack: StackId, run: Run, flight: Flight, ports: Ports) -> Iterator[tuple[str, str]]:
    """Yield address and import id of each creation that got no answer, as far as the plan knew its name."""
    identity = _identity(stack, run, ports)
    for address, action in flight.in_flight.items():
        values = identity.get(address)
        if action == "create" and values:
            yield address, values


def _identity(stack: StackId, run: Run, ports: Ports) -> Mapping[str, str]:
    for event in reversed(ports.records().events(str(stack))):
        if event.run == run.id and event.type == "planned":
            found: Any = event.body.get("identity") or {}
            return {str(address): str(id_) for address, id_ in found.items()}
    return {}


def _addresses(state: bytes) -> frozenset[str]:
    parsed = parse_state(state)
    return frozenset(each.address for each in parsed.managed) if isinstance(parsed, State) else frozenset()
