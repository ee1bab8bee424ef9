"""Several stacks are asked about once: all previews are shown, and what is done afterwards is what was shown."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from platformctl.errors import Blocked, PlatformError
from platformctl.policy.verdict import refuse
from platformctl.progress import Event
from platformctl.stacks.stack_id import StackId
from platformctl.terraform.plan import Action
from platformctl.workflows.asking import losses_without_word
from platformctl.workflows.losing import words_for
from platformctl.workflows.ports import Ports
from platformctl.workflows.results import Outcome, Preview, Result, Stopped

NAMED = 4
"""Differences told one by one; more are counted."""


@dataclass(frozen=True)
class Agreement:
    """What a person was shown of each stack and said yes to; stands in for the person from then on."""

    shown: Mapping[StackId, Preview]
    worded: Collection[StackId]
    """Whose data may be lost: their names were typed."""
    asks: bool = False

    def approves(self, preview: Preview) -> bool:
        """Stop where the plan is another one than was shown."""
        _refuse_other(self.shown[preview.stack.id], preview)
        return True

    def names_again(self, preview: Preview) -> bool:
        """Say whether the name was typed when this was shown."""
        _refuse_other(self.shown[preview.stack.id], preview)
        return preview.stack.id in self.worded

    def approves_all(self, previews: Sequence[Preview], losing: Collection[StackId]) -> Collection[StackId]:
        """Say what was agreed on: nobody is asked twice."""
        return {preview.stack.id for preview in previews if preview.stack.id in losing and self.names_again(preview)}

    def beforehand(self) -> "Agreement":
        """Return itself."""
        return self


def agreed_on(previews: Sequence[Result], ports: Ports, *, whole: bool) -> tuple[Agreement, tuple[Stopped, ...]]:
    """Show all that would happen and ask once; return what was agreed on, and what can't be done at all.

    With `whole`, nobody is asked about a part of them.
    """
    stopped = [one for one in previews if isinstance(one, Stopped)]
    shown = {one.preview.stack.id: one.preview for one in previews if isinstance(one, Outcome)}
    stopped += [Stopped(stack, one.not_appliable) for stack, one in shown.items() if one.not_appliable]
    for one in stopped:
        ports.progress(Event("plan", "failed", f"left out: {one.error.summary}", stack=str(one.id)))
    left = {stack: one for stack, one in shown.items() if not one.not_appliable}
    if stopped and whole:
        return Agreement({}, ()), tuple(stopped)
    losing = {stack for stack, one in left.items() if losses_without_word(one, ports.today)}
    worded = _asked([*left.values()], losing, ports)
    stopped += [_unworded(left[stack], ports) for stack in sorted(losing - {*worded})]
    return Agreement(left, worded), tuple(stopped)


def _asked(previews: Sequence[Preview], losing: Collection[StackId], ports: Ports) -> Collection[StackId]:
    if not any(preview.has_changes for preview in previews):
        return ()
    if not ports.asking.asks:
        return _said_beforehand(previews, losing, ports)
    worded = ports.asking.approves_all(previews, losing)
    if worded is None:
        raise PlatformError("Declined", detail="Nothing was changed in any of them.")
    return worded


def _said_beforehand(previews: Sequence[Preview], losing: Collection[StackId], ports: Ports) -> Collection[StackId]:
    """Return what the command line has words for, where nobody can be asked; the previews are shown all the same."""
    for preview in previews:
        if preview.stack.id not in losing:
            ports.asking.approves(preview)
    return {one.stack.id for one in previews if one.stack.id in losing and ports.asking.names_again(one)}


def _unworded(preview: Preview, ports: Ports) -> Stopped:
    """Leave out a stack that would lose data and whose name was not typed."""
    try:
        refuse(losses_without_word(preview, ports.today), "plan", words_for(preview, ports.today))
    except Blocked as error:
        return Stopped(preview.stack.id, error)
    raise AssertionError(preview.stack.id)


def _refuse_other(shown: Preview, now: Preview) -> None:
    """Stop when a plan would do something else than was shown.

    An update may turn out not to be needed: beside its producer a stack is shown what is known only after the apply.
    """
    then, other = _steps(shown), _steps(now)
    left_out = {(address, action) for address, action in then - other if action != Action.UPDATE.value}
    if not left_out and other <= then:
        return
    told = [f"{action} {address}" for address, action in sorted(other - then)]
    told += [f"no longer {action} {address}" for address, action in sorted(left_out)]
    rest = f" and {len(told) - NAMED} more" if len(told) > NAMED else ""
    raise Blocked(
        "The plan is another one than was shown",
        detail=f"{now.stack.id} is not as it was: it would {', '.join(told[:NAMED])}{rest}. Nothing was changed there.",
        hint=f"platformctl plan {now.stack.id}",
    )


def _steps(preview: Preview) -> frozenset[tuple[str, str]]:
    return frozenset((change.address, change.action.value) for change in preview.plan.changes)
