"""Of a structured attribute all that differs is told and nothing else; what is masked is never opened."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.views.samples import change, known, plan

from platformctl.terraform.plan import Action
from platformctl.terraform.redaction import ABSENT, SENSITIVE, UNKNOWN, AttributeChange, Side, same
from platformctl.workflows.report_changes import LONGEST_VALUE, changes_of
from platformctl.workflows.report_leaves import leaves
from platformctl.workflows.report_results import AttributeLine

RULE: dict[str, Any] = {
    "id": "old",
    "status": "Enabled",
    "filter": None,
    "expiration": [{"days": 30, "date": None}],
    "tags": {},
}
KEEP = {**RULE, "id": "keep"}
POLICY = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "a"}]}
values = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["", "a", "b", "[", "{}"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["a", "b", "c"]), inner, max_size=3),
    max_leaves=12,
)


def lines(before: Any, after: Any, action: Action = Action.UPDATE, **more: Any) -> tuple[AttributeLine, ...]:
    """Report one attribute."""
    sides = [one if isinstance(one, Side) else ABSENT if one is None else known(one) for one in (before, after)]
    one = change("module.this.aws_x.y", action, AttributeChange("rule", sides[0], sides[1]), **more)
    return changes_of(plan(one), 100_000, str)[0][0].attributes


def told(before: Any, after: Any) -> list[tuple[str, str, str]]:
    """Report one attribute in short."""
    return [(line.path, line.before, line.after) for line in lines(before, after)]


def test_of_a_long_rule_only_the_number_is_told() -> None:
    after = {**RULE, "expiration": [{"days": 60, "date": None}]}

    assert told([RULE, KEEP], [after, KEEP]) == [("rule.0.expiration.0.days", "30", "60")]


def test_a_member_that_comes_first_moves_no_other() -> None:
    assert told([RULE], [KEEP, RULE]) == [
        ("rule.0.expiration.0.days", "(none)", "30"),
        ("rule.0.id", "(none)", "keep"),
        ("rule.0.status", "(none)", "Enabled"),
    ]


def test_a_member_that_goes_is_told_by_what_it_was() -> None:
    assert told(["a", "b", "c"], ["a", "c"]) == [("rule.1", "b", "(none)")]


def test_another_order_is_told_as_it_is() -> None:
    assert told(["a", "b"], ["b", "a"]) == [("rule", "a, b", "b, a")]


def test_a_policy_is_told_by_the_word_that_differs() -> None:
    after = json.dumps(POLICY, indent=2).replace("sqs:SendMessage", "sqs:*")

    assert told(json.dumps(POLICY), after) == [("rule.Statement.0.Action", "sqs:SendMessage", "sqs:*")]


def test_a_new_object_is_told_by_what_it_is_given() -> None:
    found = lines(None, [RULE], Action.CREATE)

    assert [line.path for line in found] == ["rule.0.expiration.0.days", "rule.0.id", "rule.0.status"]


@pytest.mark.parametrize("text", ['{"a": 1, "a": 2}', "{broken", "[" * 100_000])
def test_a_text_that_is_no_clear_json_stays_a_text(text: str) -> None:
    (line,) = lines(text, "x")

    assert (line.path, line.before[:6]) == ("rule", text[:6])


@pytest.mark.parametrize(("side", "said"), [(SENSITIVE, "(sensitive)"), (UNKNOWN, "(known after apply)")])
def test_what_may_not_be_shown_is_not_opened(side: Side, said: str) -> None:
    assert [(line.path, line.after) for line in lines([RULE], side)] == [("rule", said)]


def test_a_secret_that_is_json_itself_is_not_taken_apart() -> None:
    secret = json.dumps({"user": "ada", "password": "hunter2-never-shown"})
    one = change("module.this.aws_x.y", Action.UPDATE, AttributeChange("text", known("{}"), known(secret)))

    found, _ = changes_of(plan(one), 100_000, lambda text: text.replace(secret, "(sensitive)"))

    assert [(line.path, line.after) for line in found[0].attributes] == [("text", "(sensitive)")]


def test_the_leaf_that_forces_the_replacement_is_told_first_and_alone_as_that() -> None:
    after = {**RULE, "id": "new", "status": "Disabled"}

    found = lines([RULE], [after], Action.REPLACE, replace_paths=("rule.0.status",))

    assert [(line.path, line.forces) for line in found] == [("rule.0.status", True), ("rule.0.id", False)]


def test_two_long_texts_are_shown_where_they_differ() -> None:
    (line,) = lines("x" * 9_000 + "old", "x" * 9_000 + "new")

    assert (line.before, line.after) == (f"…{'x' * 40}old", f"…{'x' * 40}new")


def test_a_long_value_beside_a_short_one_is_cut() -> None:
    (line,) = lines("y" * 9_000, "z")

    assert (len(line.before), line.after) == (LONGEST_VALUE, "z")


def test_more_leaves_than_anybody_reads_are_counted() -> None:
    one = change("a.b", Action.UPDATE, AttributeChange("x", known([]), known([{"n": n} for n in range(5_000)])))

    found, _ = changes_of(plan(one), 100_000, str)

    assert (len(found[0].attributes), found[0].left_out) == (100, 4_900)


@given(values, values)
@settings(max_examples=300, deadline=None)
def test_what_differs_is_told_and_what_is_equal_is_not(before: Any, after: Any) -> None:
    whole = AttributeChange("x", *(ABSENT if one is None else known(one) for one in (before, after)))

    found = list(leaves(whole, str))

    assert found
    assert found == [whole] or not any(same(leaf.before.value, leaf.after.value) for leaf in found)
    assert all(leaf.path == "x" or leaf.path.startswith("x.") for leaf in found)


objects = st.dictionaries(st.sampled_from(["a", "b", "c"]), values.filter(lambda value: value is not None), max_size=3)


@given(objects, objects)
@settings(max_examples=300, deadline=None)
def test_every_key_that_differs_is_told(before: Any, after: Any) -> None:
    differing = {key for key in {*before, *after} if not same(before.get(key), after.get(key))}

    found = leaves(AttributeChange("x", known(before), known(after)), str)

    assert {leaf.path.split(".")[1] for leaf in found if leaf.path != "x"} == differing
