"""Says what became of a run, by state and events, whatever the exit status was."""

from collections.abc import Collection

from platformctl.records.run import Run
from platformctl.stacks.stack_id import StackId
from platformctl.terraform.flight import Flight
from platformctl.terraform.following import flight_of
from platformctl.terraform.state import State, parse_state
from platformctl.terraform.work_folder import WorkFolder
from platformctl.workflows.past_events import last_body
from platformctl.workflows.ports import Ports


def verdict_of(stack: StackId, work: WorkFolder, run: Run, ports: Ports) -> str:
    """Say what became of the last plan of a run."""
    flight, state = flight_of(work.applies[-1:]), parse_state(run.state)
    have = {each.address for each in state.managed} if isinstance(state, State) else set()
    planned = last_body(stack, run.id, "planned", ports)
    if planned.get("mode") == "destroy" and not have:
        return "destroyed"
    if last_body(stack, run.id, "applying", ports).get("step") == "disarm":
        return "partial"
    if not flight.started:
        return "not-started"
    done = all(_is_done(address, action, have, flight) for address, action in (planned.get("changes") or {}).items())
    whole = isinstance(state, State) and not any(each.tainted or each.deposed for each in state.managed)
    return "complete" if done and whole and not flight.in_flight and not flight.failed else "partial"


def _is_done(address: str, action: str, have: Collection[str], flight: Flight) -> bool:
    """Say whether one planned change came about; what was only asked for did not, as far as anybody knows."""
    match action:
        case "create":
            return address in have
        case "update":
            return address in flight.updated
        case "replace":
            return address in flight.created
        case _:
            return address not in have
