"""A refusal because data would be lost ends with words that can be pasted, and that then work."""

import subprocess
from dataclasses import replace
from datetime import date

import pytest
from tests.unit.projects import make_stack
from tests.unit.workflows.world import ONE, Script, World, change

from platformctl.errors import Blocked
from platformctl.project.project import Project
from platformctl.requests.request import Lifecycle, read_request
from platformctl.stacks.stack import Stack
from platformctl.terraform.plan import Action, Plan
from platformctl.workflows.losing import words_for, words_to_destroy
from platformctl.workflows.realise import realise
from platformctl.workflows.results import Preview
from platformctl.workflows.undo import undo

TODAY = date(2026, 11, 24)


def in_prod(project: Project, lifecycle: Lifecycle | None = None) -> Stack:
    """Return a stack that holds data, in tier prod."""
    stack = make_stack(project)
    request = stack.request.model_copy(update={"lifecycle": lifecycle})
    return replace(stack, request=request, environment=stack.environment.model_copy(update={"tier": "prod"}))


def losing(stack: Stack, *actions: Action) -> Preview:
    """Preview the loss of notes."""
    changes = tuple(change(f"{ONE}{number}", action) for number, action in enumerate(actions))
    plan = Plan("1.11.4", changes, (), (), frozenset(), applyable=True, complete=True, errored=False)
    return Preview(stack, plan, (), destroys=False)


def word(*allow: str, until: date = TODAY) -> Lifecycle:
    return Lifecycle.model_validate({"allow": list(allow), "until": until, "reason": "it is a test"})


def test_in_tier_dev_the_next_words_hold_the_name(world: World) -> None:
    stack = make_stack(world.project)
    world.script = Script(changes=(change(ONE, Action.DELETE),))

    with pytest.raises(Blocked) as destroyed:
        undo(stack, "destroy", world.ports())
    with pytest.raises(Blocked) as applied:
        realise(stack, "change", world.ports())

    assert destroyed.value.hint == "platformctl destroy desk/note/one --confirm one"
    assert applied.value.hint == "platformctl apply desk/note/one --confirm one"


def test_in_other_tiers_what_is_pasted_is_the_word_that_the_request_lacks(project: Project) -> None:
    stack = in_prod(project)
    hint = words_for(losing(stack, Action.REPLACE, Action.DELETE), TODAY)

    subprocess.run(["/bin/sh", "-c", hint.partition("      (")[0]], cwd=project.root, check=True)

    given = read_request(project.root / stack.id.folder).lifecycle
    assert given is not None
    assert (given.allow, given.until) == (("destroy", "replace"), date(2026, 12, 1))


def test_a_word_that_ended_or_says_too_little_is_edited(project: Project) -> None:
    hint = words_for(losing(in_prod(project, word("destroy")), Action.REPLACE), TODAY)

    assert hint.startswith("${EDITOR:-vi} stacks/desk/note/one/request.yaml      (lifecycle: allow [replace], until ")


@pytest.mark.parametrize(
    ("lifecycle", "words"),
    [
        (None, "echo 'lifecycle: "),
        (word("destroy", until=date(2026, 11, 23)), "${EDITOR:-vi} "),
        (word("replace"), "${EDITOR:-vi} "),
        (word("destroy"), "platformctl destroy desk/note/one --yes"),
    ],
)
def test_where_nobody_can_be_asked_the_words_are_those_that_work(
    project: Project, lifecycle: Lifecycle | None, words: str
) -> None:
    assert words_to_destroy(in_prod(project, lifecycle), TODAY).startswith(words)


def test_what_holds_no_data_takes_a_yes(project: Project) -> None:
    stack = make_stack(project)
    harmless = replace(stack, contract=stack.contract.model_copy(update={"stateful": ()}))

    assert words_to_destroy(harmless, TODAY) == "platformctl destroy desk/note/one --yes"
    assert words_to_destroy(stack, TODAY) == "platformctl destroy desk/note/one --confirm one"
