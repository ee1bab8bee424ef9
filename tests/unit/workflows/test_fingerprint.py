"""The meaning of a plan: alike for plans that do the same, another for anything that does something else."""

import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.projects import make_stack
from tests.unit.workflows.world import ONE, SECRET, TWO, World, change

from platformctl.project.lock_file import Pinned
from platformctl.requests.bindings import Bindings, Bound
from platformctl.stacks.stack import Stack
from platformctl.terraform.plan import Action, OutputChange, Plan, ResourceChange
from platformctl.terraform.redaction import ABSENT, SENSITIVE, UNKNOWN, AttributeChange, Side, Values, differences
from platformctl.workflows.differing import differences as told
from platformctl.workflows.fingerprint import LONGEST, Meaning, meaning_of, shortened
from platformctl.workflows.results import Preview

PACKS = {"notes@1.0.0": Pinned("sha256:" + "1" * 64, "here")}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@pytest.fixture
def stack(world: World) -> Stack:
    """A stack that was planned."""
    return make_stack(world.project)


def known(before: Any, after: Any, path: str = "input.text") -> AttributeChange:
    return AttributeChange(path, Side("known", before), Side("known", after))


def updated(*attributes: AttributeChange, address: str = ONE, **more: Any) -> ResourceChange:
    return replace(change(address, Action.UPDATE), attributes=attributes, **more)


def preview(stack: Stack, *changes: ResourceChange, outputs: tuple[OutputChange, ...] = ()) -> Preview:
    plan = Plan("1.11.4", changes, outputs, (), frozenset(), applyable=True, complete=True, errored=False)
    return Preview(stack, plan, ())


def meant(stack: Stack, *changes: ResourceChange, **more: Any) -> Meaning:
    return meaning_of(preview(stack, *changes, **more), PACKS)


PLANS = (
    (),
    (change(ONE),),
    (change(TWO),),
    (change(ONE), change(TWO)),
    (change(ONE, Action.REPLACE),),
    (replace(change(ONE, Action.REPLACE), replace_paths=("input",)),),
    (replace(change(ONE, Action.DELETE), deposed="0a1b2c3d"),),
    (change(ONE, Action.DELETE),),
    (replace(change(ONE), importing=True),),
    (replace(change(ONE), previous_address=TWO),),
    (updated(known(1, 2)),),
    (updated(known(1, True)),),
    (updated(known(1, "2")),),
    (updated(known(0, 2)),),
    (updated(known(1, 2, "input.lines")),),
    (updated(known(1, 2), known(1, 2, "input.lines")),),
    (updated(AttributeChange("input.text", SENSITIVE, SENSITIVE)),),
    (updated(AttributeChange("input.text", SENSITIVE, UNKNOWN)),),
    (updated(AttributeChange("input.text", ABSENT, UNKNOWN)),),
    (updated(known("a", "x" * LONGEST + "a")),),
    (updated(known("a", "x" * LONGEST + "b")),),
)


def test_plans_that_do_something_else_have_another_fingerprint(stack: Stack) -> None:
    fingerprints = [meant(stack, *plan).fingerprint for plan in PLANS]

    assert len(set(fingerprints)) == len(PLANS)


@pytest.mark.parametrize("then", range(len(PLANS)))
def test_every_other_plan_is_told_in_words(stack: Stack, then: int) -> None:
    before = meant(stack, *PLANS[then])

    said = [told(before, meant(stack, *plan)) for plan in PLANS]

    assert [number for number, words in enumerate(said) if not words] == [then]


@given(seed=st.integers(0, 10_000))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
def test_no_order_matters(stack: Stack, seed: int) -> None:
    attributes = [known(1, 2, f"input.{letter}") for letter in "abcd"]
    changes = [updated(*attributes, address=f"{ONE[:-3]}[{number}]") for number in range(4)]
    outputs = [OutputChange(name, Action.UPDATE, sensitive=False) for name in "abc"]
    first = meant(stack, *changes, outputs=tuple(outputs))
    chance = random.Random(seed)
    for some in (attributes, changes, outputs):
        chance.shuffle(some)
    shuffled = [replace(one, attributes=tuple(attributes)) for one in changes]

    assert meant(stack, *shuffled, outputs=tuple(outputs)).fingerprint == first.fingerprint


def test_what_is_no_change_is_no_part_of_it(stack: Stack) -> None:
    idle = (change(TWO, Action.NO_OP), replace(change(TWO, Action.READ), mode="data"))
    same = (OutputChange("text", Action.NO_OP, sensitive=False),)

    assert meant(stack, change(ONE), *idle, outputs=same) == meant(stack, change(ONE))


@pytest.mark.parametrize(
    ("edit", "word"),
    [
        ({"digest": "sha256:" + "9" * 64}, "rendered files"),
        ({"module": Pinned("sha256:" + "9" * 64, "x")}, "module note@1.0.0 has another content"),
    ],
)
def test_what_it_is_made_from_is_part_of_it(stack: Stack, edit: dict[str, Any], word: str) -> None:
    before, after = meant(stack, change(ONE)), meant(replace(stack, **edit), change(ONE))

    assert before.fingerprint != after.fingerprint
    assert word in " ".join(told(before, after))


def test_packs_are_part_of_it_where_they_judge(stack: Stack) -> None:
    shown = preview(stack, change(ONE))
    other = {"notes@1.0.0": Pinned("sha256:" + "2" * 64, "here")}
    gone = replace(shown, destroys=True)

    assert told(meaning_of(shown, PACKS), meaning_of(shown, other)) == ("pack notes@1.0.0 has another content",)
    assert told(meaning_of(shown, PACKS), meaning_of(shown, {})) == ("no longer judged by pack notes@1.0.0",)
    assert meaning_of(gone, PACKS).fingerprint == meaning_of(gone, other).fingerprint
    assert "it would be destroyed" in told(meaning_of(shown, PACKS), meaning_of(gone, PACKS))


def bound(stack: Stack, text: str, run: str = "r1") -> Stack:
    handed = Bound(producer="desk/note/two", module="note@1.0.0", run=run, outputs={"text": text} if run else {})
    return replace(stack, bindings=Bindings(bindings={"note/two:read": handed}))


def test_what_producers_hand_out_is_part_of_it_the_run_is_not(stack: Stack) -> None:
    before = meant(bound(stack, "a"), change(ONE))

    assert told(before, meant(bound(stack, "a", "r2"), change(ONE))) == ()
    assert told(before, meant(bound(stack, "b"), change(ONE))) == (
        "desk/note/two hands out something else for note/two:read",
    )


def test_what_a_producer_beside_it_fills_in_is_no_difference(stack: Stack) -> None:
    open_, filled = AttributeChange("input", Side("known", {}), UNKNOWN), known("", "b")
    before, after = meant(bound(stack, "", ""), updated(open_)), meant(bound(stack, "b"), updated(filled))

    assert told(before, after, ["desk/note/two"]) == ()
    assert told(before, after) != ()
    assert told(before, after, ["desk/note/three"]) != ()


@pytest.mark.parametrize(
    "now",
    [
        (updated(known("other", "b")),),
        (updated(known("a", "b")), change(TWO)),
        (change(ONE, Action.REPLACE),),
        (updated(known("a", "b"), known(1, 2, "size")),),
    ],
)
def test_nothing_else_may_differ_beside_what_was_open(stack: Stack, now: tuple[ResourceChange, ...]) -> None:
    was = AttributeChange("input.text", Side("known", "a"), UNKNOWN)

    assert told(meant(bound(stack, "", ""), updated(was)), meant(bound(stack, "b"), *now), ["desk/note/two"])


def test_an_update_that_turns_out_to_be_needless_is_no_difference(stack: Stack) -> None:
    was = AttributeChange("input.text", Side("known", "a"), UNKNOWN)
    before = meant(bound(stack, "a"), updated(was), outputs=(OutputChange("x", Action.UPDATE, sensitive=False),))

    assert told(before, meant(bound(stack, "a", "r2")), ["desk/note/two"]) == ()
    assert told(before, meant(bound(stack, "a", "r2"))) != ()


@given(value=JSON, other=JSON)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_a_secret_leaves_no_trace(stack: Stack, value: Any, other: Any) -> None:
    seen = []
    for after in ({"text": SECRET, "n": value}, {"text": f"{SECRET}2", "n": other}):
        values = Values(None, after, {}, ({}, {"text": True, "n": True}), frozenset({SECRET}))
        changes = [one for one in differences(values) if one.path == "text"]
        seen.append(meant(stack, updated(*changes)))

    assert SECRET not in seen[0].model_dump_json()
    assert seen[0].fingerprint == seen[1].fingerprint


def test_what_a_review_says_stays_in_its_line_and_acts_on_no_terminal(stack: Stack) -> None:
    evil = "this\n::error::x\x1b[31m\u202e\u2028"
    planted = meant(stack, updated(known(1, evil, evil), address=evil, previous_address=evil))

    said = told(planted, meant(stack))

    assert said == ("it would no longer update this\\n::error::x\\x1b[31m\\u202e\\u2028",)


def test_of_a_large_plan_digests_are_kept_and_every_difference_is_still_told(stack: Stack) -> None:
    texts = [f"{number:0200}" for number in range(6000)]
    plan = [updated(known("", text), known("", "same", "b"), address=f"this[{n}]") for n, text in enumerate(texts)]
    before, after = meant(stack, *plan), meant(stack, updated(known("", "y"), address="this[0]"), *plan[1:])

    assert len(before.model_dump_json()) < 3_000_000
    assert told(before, meant(stack, *reversed(plan))) == ()
    assert told(before, after)[0].startswith("this[0]: ")


def test_a_meaning_is_read_back_as_it_was(stack: Stack) -> None:
    meaning = meant(bound(stack, "ä\u2028\ud83d\ude00"), *PLANS[-1], *PLANS[3])

    assert Meaning.model_validate(meaning.model_dump(mode="json")).fingerprint == meaning.fingerprint
    assert shortened(meaning.fingerprint) == meaning.fingerprint[:19]
