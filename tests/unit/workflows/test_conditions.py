"""What `list` and `show` say beside a status: what is the case, in words, and what to type next."""

from dataclasses import replace

import pytest
from tests.unit.projects import make_stack
from tests.unit.workflows.world import ONE, TWO, Script, World, change, finding, said

from platformctl.errors import PlatformError
from platformctl.policy.verdict import Finding
from platformctl.project.project import load_project
from platformctl.requests.resolve import Wish
from platformctl.stacks.index import Index
from platformctl.stacks.stack_id import StackId
from platformctl.terraform.plan import Action
from platformctl.workflows.create import create
from platformctl.workflows.realise import realise
from platformctl.workflows.standing import standing, standings

STACK = StackId("desk", "note", "one")
NOT_YET = "not applied yet; platformctl apply desk/note/one"


def notes(world: World) -> tuple[str, ...]:
    """Return what is told of the stack, the same by `list` and by `show`."""
    project = load_project(world.project.root)
    (listed,) = standings(Index(project), world.records, "desk")
    assert standing(project, world.records, STACK).notes == listed.notes
    return listed.notes


def create_in_vain(world: World) -> None:
    with pytest.raises(PlatformError):
        create(Wish("note", "one", "desk", None, {}), world.ports(), plan_only=False)


def test_a_request_that_nobody_applied_says_so(world: World) -> None:
    create(Wish("note", "one", "desk", None, {}), world.ports(), plan_only=True)

    assert notes(world) == (NOT_YET,)


def test_a_blocked_create_says_what_blocked_it(world: World) -> None:
    world.script.plan = (finding(), replace_title("Notes are short"), finding(blocking=False))

    create_in_vain(world)

    blocked = "the last create was blocked by Notes are good (PCTL_NOTE_1) and Notes are short (PCTL_NOTE_1)"
    assert notes(world) == (NOT_YET, f"blocked: {blocked}; platformctl plan desk/note/one")


def replace_title(title: str) -> Finding:
    return finding().model_copy(update={"title": title})


def test_a_create_that_was_declined_says_so(world: World) -> None:
    world.script.yes = False

    create_in_vain(world)

    assert notes(world) == (NOT_YET, "declined: the last create was answered with no")


def test_a_create_that_failed_before_it_made_anything_says_why(world: World) -> None:
    world.script.judge_fails = PlatformError("The judge has crashed")

    create_in_vain(world)

    why = "the last create was ended by: The judge has crashed; platformctl plan desk/note/one"
    assert notes(world) == (NOT_YET, f"failed: {why}")


def test_an_apply_that_failed_on_the_way_says_so(world: World) -> None:
    events = (
        said("apply_start", ONE),
        said("apply_complete", ONE),
        said("apply_start", TWO),
        said("apply_errored", TWO),
    )
    world.script = Script(exit=1, changes=(change(ONE), change(TWO)), events=events)

    create_in_vain(world)

    assert notes(world) == ("unfinished: the last create came only part of the way; platformctl apply desk/note/one",)


def test_what_is_applied_as_requested_has_nothing_to_add(world: World) -> None:
    realise(make_stack(world.project), "create", world.ports())

    assert notes(world) == ()


def test_a_request_that_went_on_since_it_was_applied_is_marked(world: World) -> None:
    realise(make_stack(world.project), "create", world.ports())
    make_stack(world.project, text="later")

    assert notes(world) == ("unapplied: the request is ahead of what was applied; platformctl apply desk/note/one",)


def test_a_change_that_would_lose_data_and_was_stopped_says_so(world: World) -> None:
    realise(make_stack(world.project), "create", world.ports())
    later = make_stack(world.project, text="later")
    world.script = replace(world.script, changes=(change(ONE, Action.REPLACE),))

    with pytest.raises(PlatformError):
        realise(later, "change", world.ports())

    assert notes(world)[1].startswith("blocked: the last change was blocked by What holds data is kept")


def test_a_stack_that_its_pipeline_applies_says_that(world: World) -> None:
    text = (world.project.root / "platform.yaml").read_text()
    (world.project.root / "platform.yaml").write_text(text.replace("apply: anyone, limits", "apply: pipeline, limits"))
    make_stack(load_project(world.project.root))

    assert notes(world) == ("not applied yet; its pipeline applies it once it is merged",)
