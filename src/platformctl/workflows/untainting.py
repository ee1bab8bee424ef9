"""Takes back the mark "replace this" from what holds data and is whole.

Terraform marks an object whose creation was broken off. Where nothing but a signal did that, the object may be exactly
what was asked for, and replacing a database that took half an hour to make would be the only harm done. So:

- only types that the contract calls stateful: anything else is replaced at no loss, which mends what is not seen;
- only objects that were under way when a signal came: what failed by itself keeps its mark;
- only when a plan made without the mark would leave the object in its place.
"""

from collections.abc import Collection, Iterator

from platformctl.catalog.sources import load_module
from platformctl.errors import PlatformError
from platformctl.records.run import Run
from platformctl.stacks.stack_id import StackId
from platformctl.terraform.plan import Action
from platformctl.terraform.state import State, StateObject, parse_state
from platformctl.terraform.terraform import Terraform
from platformctl.terraform.work_folder import WorkFolder
from platformctl.workflows.past_events import bodies
from platformctl.workflows.ports import Ports

_IN_ITS_PLACE = {Action.NO_OP, Action.READ, Action.UPDATE}


def tainted_under_way(run: Run, ports: Ports) -> frozenset[str]:
    """Return what is marked in the state and was being made when a signal came: settling looks at it."""
    marked = {each.address for each in _tainted(run.state)}
    if not marked:
        return frozenset()
    told = (body.get("in_flight") or {} for body in bodies(StackId.of(run.stack), run.id, "interrupted", ports))
    under_way = {address for flight in told for address, action in flight.items() if action == "create"}
    return frozenset(marked & under_way)


def untaint(work: WorkFolder, run: Run, ports: Ports) -> Iterator[str]:
    """Take the mark from what is whole; yield what was done, in words."""
    contract = load_module(work.module, "run").contract
    asked = tainted_under_way(run, ports)
    marked = [one.address for one in _tainted(run.state) if one.address in asked and one.type in contract.stateful]
    if not marked:
        return
    terraform = ports.terraform(work).given(ports.access(contract).opened())
    kept = whole(terraform, work, marked)
    for address in kept:
        terraform.untaint(work, address)
    if kept:
        run.commit(work.state.read_bytes())
    for address in marked:
        yield f"untainted {address}" if address in kept else f"left to be replaced, since it is not whole: {address}"


def _tainted(state: bytes) -> tuple[StateObject, ...]:
    parsed = parse_state(state)
    managed = parsed.managed if isinstance(parsed, State) else ()
    return tuple(each for each in managed if each.tainted and not each.deposed)


def whole(terraform: Terraform, work: WorkFolder, marked: Collection[str]) -> tuple[str, ...]:
    """Say which of them a plan without the marks leaves in their place; the state is afterwards as it was before."""
    before = work.state.read_bytes()
    try:
        for address in marked:
            terraform.untaint(work, address)
        plan = terraform.show(work, terraform.plan(work))
    except PlatformError:
        return ()
    finally:
        work.plan_json.unlink(missing_ok=True)
        work.state.write_bytes(before)
    moved = {change.address for change in plan.changes if change.action not in _IN_ITS_PLACE}
    return tuple(address for address in marked if address not in moved)
