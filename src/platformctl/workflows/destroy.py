"""Destroys stacks, those that use others first, then removes their requests and generated files; git keeps them."""

from collections.abc import Sequence
from dataclasses import replace

from platformctl.errors import Interrupted
from platformctl.stacks.stack_id import StackId
from platformctl.workflows.agreement import agreed_on
from platformctl.workflows.apply import may_apply
from platformctl.workflows.at_hand import at_hand
from platformctl.workflows.course import Course, Pace
from platformctl.workflows.order import destroy_order
from platformctl.workflows.ports import Ports
from platformctl.workflows.realise import stop_if_asked
from platformctl.workflows.results import Outcome, Result
from platformctl.workflows.taking_away import destroyed, destruction_preview
from platformctl.workflows.turn import turn_of
from platformctl.workflows.users import refuse_used, users_of


def destroy(stack: StackId, ports: Ports) -> Outcome:
    """Destroy a stack; its files go only after everything it made is gone."""
    may_apply(ports)
    loaded = at_hand(stack, ports)
    outcome = destroyed(loaded, "destroy", ports)
    stop_if_asked(loaded, ports)
    return outcome


def destroy_several(stacks: Sequence[StackId], ports: Ports, pace: Pace) -> tuple[Result, ...]:
    """Destroy stacks, each after those that use it; nothing is begun where one of them may not go."""
    may_apply(ports)
    there = users_of(ports.project, ports.records(), stacks)
    for stack in stacks:
        at_hand(stack, ports)
        refuse_used(stack, ports, stacks, there)
    graph = destroy_order(stacks, there)
    asking, refused = agreed_on(_previews(stacks, ports, pace), ports, whole=pace.stop_on_failure)
    if not ports.asking.asks:  # nobody has seen that a part would be left out
        pace = replace(pace, stop_on_failure=True)
    course = Course(graph, pace, ports, "destroy", {one.id: one for one in refused})
    return course.run(lambda stack: _in_turn(stack, turn_of(stack, ports, asking)))


def _previews(stacks: Sequence[StackId], ports: Ports, pace: Pace) -> tuple[Result, ...]:
    """Plan each destruction, all side by side: a plan changes nothing, so none waits for another."""
    apart = {stack: frozenset[StackId]() for stack in stacks}
    results = Course(apart, replace(pace, stop_on_failure=False), ports, "plan").run(
        lambda stack: _preview(stack, ports.about(stack))
    )
    if ports.interrupts.received is not None:
        raise Interrupted("Interrupted", signal_number=ports.interrupts.received, detail="Nothing was being applied.")
    return results


def _preview(stack: StackId, ports: Ports) -> Outcome:
    return Outcome(destruction_preview(at_hand(stack, ports), ports), "previewed")


def _in_turn(stack: StackId, ports: Ports) -> Outcome:
    return destroyed(at_hand(stack, ports), "destroy", ports)
