"""One run: judged before the plan and before the apply, asked, applied as judged, on record whatever happens."""

from collections.abc import Callable
from dataclasses import replace
from signal import SIGHUP, SIGINT, SIGTERM
from typing import Any

import pytest
from tests.unit.projects import make_stack
from tests.unit.workflows.world import ONE, SECRET, TWO, Script, World, change, finding, said, state

from platformctl.errors import Blocked, Busy, Interrupted, PlatformError
from platformctl.records.facts import RunFacts
from platformctl.records.lease import Holder
from platformctl.records.run import open_run
from platformctl.stacks.stack import Stack
from platformctl.terraform.plan import Action
from platformctl.terraform.work_folder import WorkFolder
from platformctl.workflows.realise import realise

STACK = "desk/note/one"


@pytest.fixture
def stack(world: World) -> Stack:
    """A stack that was written and never applied."""
    return make_stack(world.project)


def test_a_good_plan_is_judged_asked_about_applied_and_recorded(world: World, stack: Stack) -> None:
    outcome = realise(stack, "create", world.ports())

    assert sorted(world.calls[:2]) == ["init", "judge configuration"]
    assert world.calls[2:] == ["credentials", "plan normal", "show", "judge plan", "approves", "apply"]
    assert (outcome.status, outcome.outputs["text"].model_dump()["value"]) == ("applied", "hello")
    assert world.kinds_of_events(STACK) == ["started", "judged", "judged", "planned", "applying", "applied"]


def test_a_rejected_configuration_is_never_given_a_credential(world: World, stack: Stack) -> None:
    world.script.configuration = (finding(),)

    with pytest.raises(Blocked):
        realise(stack, "create", world.ports())

    assert sorted(world.calls) == ["init", "judge configuration"]
    assert world.kinds_of_events(STACK) == ["started", "judged", "blocked"]


def test_a_rejected_plan_is_never_applied(world: World, stack: Stack) -> None:
    world.script.plan = (finding(),)

    with pytest.raises(Blocked, match="Blocked by a guardrail") as blocked:
        realise(stack, "create", world.ports())

    assert world.calls[-1] == "judge plan"
    assert "Notes are good: does not hold" in blocked.value.detail
    assert world.kinds_of_events(STACK) == ["started", "judged", "judged", "blocked"]


def test_a_finding_that_does_not_block_stops_nothing(world: World, stack: Stack) -> None:
    world.script.plan = (finding(blocking=False),)

    assert realise(stack, "create", world.ports()).status == "applied"


def test_what_could_not_be_judged_is_never_applied(world: World, stack: Stack) -> None:
    world.script.judge_fails = PlatformError("The judge has crashed")

    with pytest.raises(PlatformError, match="The judge has crashed") as failed:
        realise(stack, "create", world.ports())

    assert failed.value.exit_code == 1
    assert "plan normal" not in world.calls
    assert world.kinds_of_events(STACK)[-1] == "failed"


def test_a_no_changes_nothing_and_is_on_record(world: World, stack: Stack) -> None:
    world.script.yes = False

    with pytest.raises(PlatformError, match="Declined") as declined:
        realise(stack, "create", world.ports())

    assert (declined.value.exit_code, world.calls[-1]) == (1, "approves")
    assert world.kinds_of_events(STACK)[-1] == "declined"


def test_nothing_to_do_asks_nobody(world: World, stack: Stack) -> None:
    world.script.changes = ()

    outcome = realise(stack, "apply", world.ports())

    assert (outcome.status, world.calls[-1]) == ("unchanged", "judge plan")


@pytest.mark.parametrize("action", [Action.DELETE, Action.REPLACE, Action.FORGET])
def test_losing_data_asks_for_the_name_and_a_yes_is_not_enough(world: World, stack: Stack, action: Action) -> None:
    world.script.changes = (change(ONE, action), change(TWO))

    with pytest.raises(Blocked) as blocked:
        realise(stack, "change", world.ports())

    assert world.calls[-1] == "names again"
    assert "What holds data is kept" in blocked.value.detail


def test_the_name_allows_losing_data(world: World, stack: Stack) -> None:
    world.script = Script(changes=(change(ONE, Action.REPLACE),), name_given=True)

    assert realise(stack, "change", world.ports()).status == "applied"
    assert world.calls[-2:] == ["names again", "apply"]


def in_module(work: WorkFolder) -> None:
    (work.module / "main.tf").write_text("# other\n")


def in_values(work: WorkFolder) -> None:
    (work.stack / "terraform.tfvars.json").write_text("{}")


def in_more(work: WorkFolder) -> None:
    (work.stack / "more.auto.tfvars").write_text("")


def in_plan(work: WorkFolder) -> None:
    work.plan.write_bytes(work.plan.read_bytes() + b"x")


@pytest.mark.parametrize("meddle", [in_module, in_values, in_more, in_plan])
def test_what_changed_since_it_was_judged_is_not_applied(
    world: World, stack: Stack, meddle: Callable[[WorkFolder], None]
) -> None:
    world.script.meddle = meddle

    with pytest.raises(Blocked, match="changed"):
        realise(stack, "create", world.ports())

    assert "apply" not in world.calls
    assert "applying" not in world.kinds_of_events(STACK)


@pytest.mark.parametrize(
    ("signals", "attended", "passed_on"),
    [
        ((SIGINT,), True, 0),
        ((SIGINT, SIGINT), True, 1),
        ((SIGTERM, SIGINT), True, 1),
        ((SIGHUP, SIGHUP), True, 0),
        ((SIGINT, SIGTERM), True, 0),
        ((SIGINT,), False, 0),
        ((SIGTERM, SIGTERM, SIGINT), False, 0),
    ],
)
def test_a_signal_lets_terraform_finish_and_only_a_persons_second_ctrl_c_is_passed_on(
    world: World, stack: Stack, signals: tuple[int, ...], attended: bool, passed_on: int
) -> None:
    world.script.signals, world.script.attended = signals, attended

    with pytest.raises(Interrupted) as interrupted:
        realise(stack, "create", world.ports())

    assert interrupted.value.exit_code == 128 + signals[0]
    assert world.calls.count("interrupt") == passed_on
    assert world.kinds_of_events(STACK)[-2:] == ["interrupted", "applied"]


def test_the_first_signal_puts_on_record_what_is_under_way(world: World, stack: Stack) -> None:
    world.script = Script(signals=(SIGTERM,), **{**FAILED, "events": FAILED["events"][:3]})

    with pytest.raises(Interrupted):
        realise(stack, "create", world.ports())

    (first, _) = [event.body for event in world.records.events(STACK) if event.type == "interrupted"]
    assert (first["signal"], first["in_flight"]) == ("SIGTERM", {TWO: "create"})


FAILED: dict[str, Any] = {
    "exit": 1,
    "changes": (change(ONE), change(TWO)),
    "events": (
        said("apply_start", ONE),
        said("apply_complete", ONE),
        said("apply_start", TWO),
        said("apply_errored", TWO),
    ),
    "left": state(1, ONE),
}


def test_a_failure_that_answered_for_everything_is_told_and_closed(world: World, stack: Stack) -> None:
    world.script = Script(**FAILED)

    with pytest.raises(PlatformError, match="Terraform could not apply"):
        realise(stack, "create", world.ports())

    body = world.records.events(STACK)[-1].body
    assert (body["made"], body["failed"], body["not_started"]) == ([ONE], [TWO], [])
    assert world.kinds_of_events(STACK)[-1] == "failed"
    head = world.records.head(STACK)
    assert head is not None
    assert head.unfinished is None


def test_a_failure_without_all_answers_stays_to_be_settled(world: World, stack: Stack) -> None:
    world.script = Script(**{**FAILED, "events": FAILED["events"][:3]})

    with pytest.raises(PlatformError):
        realise(stack, "create", world.ports())

    head = world.records.head(STACK)
    assert head is not None
    assert (head.status, head.unfinished) == ("interrupted", head.last_run and head.last_run.id)
    assert len(list((world.home / "work").iterdir())) == 1


def test_the_state_is_committed_and_the_work_folder_goes(world: World, stack: Stack) -> None:
    realise(stack, "create", world.ports())

    assert world.records.read_state(STACK) == state(1, ONE)
    assert list((world.home / "work").iterdir()) == []


def test_no_secret_is_recorded_told_or_left(world: World, stack: Stack) -> None:
    outcome = realise(stack, "create", world.ports())

    recorded = "".join(event.model_dump_json() for event in world.records.events(STACK))
    assert SECRET not in recorded + repr(outcome) + repr(world.told)
    assert outcome.outputs["secret"].sensitive


def test_a_second_run_of_the_same_stack_is_busy(world: World, stack: Stack) -> None:
    records = world.records
    lease = records.claim(STACK, Holder.here("20261124-090000-a1b2c3", "create"))

    with pytest.raises(Busy) as busy:
        realise(stack, "create", world.ports())

    records.release(lease)
    assert (busy.value.exit_code, world.calls) == (4, [])
    assert world.kinds_of_events(STACK) == []


def test_a_second_run_goes_on_from_the_first_ones_state(world: World, stack: Stack) -> None:
    realise(stack, "create", world.ports())
    world.script = replace(world.script, changes=(change(TWO),), left=state(2, ONE, TWO))

    assert realise(stack, "apply", world.ports()).status == "applied"
    assert world.records.read_state(STACK) == state(2, ONE, TWO)


def test_a_stack_that_somebody_holds_is_not_said_to_be_settled(world: World, stack: Stack) -> None:
    records = world.records
    with open_run(records, STACK, Holder.here("20261124-090000-a1b2c3", "create"), RunFacts()) as run:
        with pytest.raises(Busy) as busy:
            realise(stack, "apply", world.ports())
        run.finish("declined")

    assert busy.value.summary == "Somebody else holds this stack"
    assert [event.text for event in world.told if event.topic == "settle"] == []
