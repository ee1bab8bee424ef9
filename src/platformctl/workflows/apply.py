"""Makes stacks what their requests say: producers before those that use them, asked about once."""

from collections.abc import Sequence
from dataclasses import replace

from platformctl.errors import Blocked
from platformctl.stacks.stack_id import StackId
from platformctl.workflows.agreement import agreed_on
from platformctl.workflows.at_hand import at_hand
from platformctl.workflows.binding import pending_fault, staleness
from platformctl.workflows.branches import unfollowed
from platformctl.workflows.course import Course, Pace
from platformctl.workflows.fleet import each
from platformctl.workflows.order import apply_order, refuse_cycle
from platformctl.workflows.plan import plan
from platformctl.workflows.ports import Ports
from platformctl.workflows.realise import realise, realised
from platformctl.workflows.refilling import refilled
from platformctl.workflows.results import Outcome, Result, Stopped, id_of
from platformctl.workflows.taking_away import take_away, taken_away
from platformctl.workflows.turn import turn_of
from platformctl.workflows.users import users_of

ONE_BY_ONE = Pace()


def apply(
    stacks: Sequence[StackId], ports: Ports, pace: Pace = ONE_BY_ONE, before: Sequence[StackId] = ()
) -> tuple[Result, ...]:
    """Apply each stack as its request says; one whose request is gone is destroyed.

    `before` are the stacks that the same command has applied already, in environments that these may use.
    """
    may_apply(ports)
    if len(stacks) == 1 and not before:
        return each(stacks, lambda stack: _alone(stack, ports))
    return _together(stacks, before, ports, pace)


def may_apply(ports: Ports) -> None:
    """Stop where only the pipeline applies; a courtesy, the deploy role's trust policy enforces it."""
    if ports.environment.apply == "pipeline" and not ports.in_pipeline:
        raise Blocked(
            "This environment is applied by its pipeline",
            detail="platform.yaml says apply: pipeline. Commit the request and its files, and open a pull request.",
            hint="git add stacks vendor platform.lock",
        )


def _alone(stack_id: StackId, ports: Ports) -> Outcome:
    stack = at_hand(stack_id, ports)
    if stack.kept:
        return take_away(stack, ports)
    refuse_cycle(ports.project, stack.request)
    return realise(stack, "apply", ports)


def _together(stacks: Sequence[StackId], before: Sequence[StackId], ports: Ports, pace: Pace) -> tuple[Result, ...]:
    """Apply in order; whoever is asked sees all of it first, by one preview."""
    there = users_of(ports.project, ports.records(), stacks)
    one_command = (*before, *stacks)
    graph, stopped = apply_order(stacks, ports.project, there)
    asking = ports.asking.beforehand()
    if ports.asking.asks:
        previews = _previews([stack for stack in graph if stack not in stopped], one_command, ports)
        asking, refused = agreed_on((*stopped.values(), *previews), ports, whole=pace.stop_on_failure)
        stopped = {**stopped, **{one.id: one for one in refused}}
    course = Course(graph, pace, ports, "apply", {**stopped})
    return course.run(lambda stack: _in_turn(stack, one_command, turn_of(stack, ports, asking)))


def _in_turn(stack_id: StackId, together: Sequence[StackId], ports: Ports) -> Outcome:
    stack = at_hand(stack_id, ports)
    if stack.kept:
        return taken_away(stack, ports)
    now = refilled(stack, together, ports)
    return realised(now, "apply", ports, None if now is stack else stack.digest)


def _previews(stacks: Sequence[StackId], together: Sequence[StackId], ports: Ports) -> tuple[Result, ...]:
    """Preview them by one plan, without the producers that it may bring along."""
    return tuple(_beside(one, together, ports) for one in plan(stacks, ports) if id_of(one) in stacks)


def _beside(result: Result, together: Sequence[StackId], ports: Ports) -> Result:
    """Hold nothing against a preview that the same command puts right: a producer goes before those that use it."""
    if isinstance(result, Stopped) or result.preview.not_appliable is None or result.preview.stack.kept:
        return result
    stack = result.preview.stack
    stale = staleness(stack, ports.project, ports.records(), [*map(str, together)])
    fault = unfollowed(stack, None, ports) or stale or pending_fault(stack, together)
    return replace(result, preview=replace(result.preview, not_appliable=fault))
