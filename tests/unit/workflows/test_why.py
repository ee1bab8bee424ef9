"""Whose something is, and what an output was."""

import json

import pytest
from tests.unit.workflows.world import SECRET, World, change

from platformctl.errors import PlatformError, Usage
from platformctl.requests.resolve import Wish
from platformctl.stacks.stack_id import StackId
from platformctl.terraform.plan import Action
from platformctl.workflows.apply import apply
from platformctl.workflows.create import create
from platformctl.workflows.destroy import destroy
from platformctl.workflows.output_history import output_history
from platformctl.workflows.results import Answer
from platformctl.workflows.why import why

NOTE = StackId("desk", "note", "one")


def made(world: World, *, plan_only: bool = False) -> None:
    create(Wish("note", "one", "desk", None, {"text": "hello"}), world.ports(), plan_only=plan_only)


def asked(world: World, text: str) -> tuple[Answer, ...]:
    return why(text, world.ports().project, world.records)


def test_a_value_leads_to_the_stack_its_request_and_who_applied_it(world: World) -> None:
    made(world)

    (answer,) = asked(world, "hello")

    assert answer.stack == NOTE
    assert {place.where for place in answer.places} == {"input text", "output text"}
    assert answer.applied is not None
    assert answer.applied.facts.who == "ada"
    assert answer.verdicts == ("configuration: 0 of 0 guarantees proven", "plan: 0 of 0 guarantees proven")


def test_what_was_only_requested_is_found_as_well(world: World) -> None:
    made(world, plan_only=True)

    (answer,) = asked(world, "desk/note/one")

    assert answer.is_exact
    assert answer.applied is None


def test_an_id_of_a_resource_is_found_in_the_state(world: World) -> None:
    made(world)

    (answer,) = asked(world, "module.this.terraform_data.this[0]")

    assert answer.places[0].where == "module.this.terraform_data.this[0] id"


def test_a_sensitive_output_is_not_found(world: World) -> None:
    made(world)

    with pytest.raises(PlatformError, match="Nothing here knows this"):
        asked(world, SECRET)


def test_a_text_that_is_in_everything_is_not_looked_for(world: World) -> None:
    with pytest.raises(Usage, match="Too short"):
        asked(world, "a")


def test_the_history_of_an_output_names_the_runs_that_changed_it(world: World) -> None:
    made(world)
    left = json.loads(world.script.left)
    left["outputs"]["text"]["value"] = "bye"
    world.script.left, world.script.changes = json.dumps(left).encode(), (change(action=Action.UPDATE),)
    apply([NOTE], world.ports())
    apply([NOTE], world.ports())

    past = output_history(world.records, NOTE, "text")

    assert [change.became and change.became.model_dump()["value"] for change in past] == ["hello", "bye"]
    assert len({change.run for change in past}) == 2


def test_outputs_that_went_with_their_stack_are_told_as_gone(world: World) -> None:
    made(world)
    world.script.changes, world.script.name_given = (change(action=Action.DELETE),), True
    destroy(NOTE, world.ports())

    past = output_history(world.records, NOTE, None)

    assert {change.name for change in past if change.became is None} == {"secret", "text"}


def test_an_output_that_never_was_is_told_with_the_nearest(world: World) -> None:
    made(world)

    with pytest.raises(Usage, match="Unknown output") as refused:
        output_history(world.records, NOTE, "txt")

    assert "Did you mean 'text'?" in refused.value.detail
