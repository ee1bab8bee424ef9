"""Plans: understood, redacted, or refused."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from platformctl.errors import PlatformError
from platformctl.terraform.plan import Action, OutputChange
from platformctl.terraform.plan_reader import parse_plan
from platformctl.terraform.redaction import ABSENT, SENSITIVE, UNKNOWN, AttributeChange, Side


def _change(actions: list[str], **change: Any) -> dict[str, Any]:
    body = {"actions": actions, "before": None, "after": None, "after_unknown": {}, **change}
    address = {"address": "module.this.aws_x.y", "mode": "managed", "type": "aws_x", "name": "y"}
    return {**address, "provider_name": "registry.terraform.io/hashicorp/aws", "change": body}


def _plan(*changes: dict[str, Any], **more: Any) -> bytes:
    document = {"format_version": "1.2", "terraform_version": "1.11.4", "errored": False, "applyable": True}
    return json.dumps({**document, "complete": True, "resource_changes": [*changes], **more}).encode()


@pytest.mark.parametrize(
    ("words", "action"),
    [
        (["create"], Action.CREATE),
        (["update"], Action.UPDATE),
        (["delete"], Action.DELETE),
        (["delete", "create"], Action.REPLACE),
        (["create", "delete"], Action.REPLACE),
        (["forget"], Action.FORGET),
        (["create", "forget"], Action.REPLACE),
        (["no-op"], Action.NO_OP),
        (["read"], Action.READ),
    ],
)
def test_each_way_of_acting_is_known(words: list[str], action: Action) -> None:
    assert parse_plan(_plan(_change(words))).resource_changes[0].action is action


def test_an_action_of_a_future_terraform_is_refused() -> None:
    with pytest.raises(PlatformError) as caught:
        parse_plan(_plan(_change(["invoke"])))

    assert "invoke" in caught.value.detail


@pytest.mark.parametrize("version", ["0.2", "2.0", "10.1", "", None, 1])
def test_another_major_format_is_refused(version: object) -> None:
    with pytest.raises(PlatformError):
        parse_plan(_plan(format_version=version))


def test_a_minor_format_may_add_keys() -> None:
    assert parse_plan(_plan(format_version="1.9", something_new={"a": 1})).is_empty


def test_differences_are_told_by_attribute_and_secrets_are_not() -> None:
    change = _change(
        ["update"],
        before={"size": 1, "password": "old-password", "tags": {"a": "1", "b": "2"}, "same": True, "id": "i"},
        after={"size": 2, "password": "new-password", "tags": {"a": "9", "b": "2"}, "same": True},
        after_unknown={"id": True},
        before_sensitive={"password": True},
        after_sensitive={},
    )

    attributes = parse_plan(_plan(change)).resource_changes[0].attributes

    assert attributes == (
        AttributeChange("id", Side("known", "i"), UNKNOWN),
        AttributeChange("password", SENSITIVE, SENSITIVE),
        AttributeChange("size", Side("known", 1), Side("known", 2)),
        AttributeChange("tags.a", Side("known", "1"), Side("known", "9")),
    )


def test_a_list_with_a_secret_inside_is_hidden_whole() -> None:
    change = _change(
        ["create"],
        after={"env": [{"name": "a", "value": "the-secret"}, {"name": "b", "value": "plain"}]},
        after_sensitive={"env": [{"value": True}, {}]},
    )

    assert parse_plan(_plan(change)).resource_changes[0].attributes == (AttributeChange("env", ABSENT, SENSITIVE),)


def test_a_secret_that_is_repeated_without_a_mask_is_hidden_too() -> None:
    change = _change(
        ["delete"],
        before={"input": "hunter2", "output": "hunter2", "url": "pg://u:hunter2@h", "id": "i"},
        before_sensitive={"input": True},
    )

    found = parse_plan(_plan(change)).resource_changes[0]

    assert [each.path for each in found.attributes if each.before == SENSITIVE] == ["input", "output", "url"]
    assert found.known == {"id": "i"}


def test_a_sensitive_variable_is_hidden_wherever_it_appears() -> None:
    plan = parse_plan(
        _plan(
            _change(["create"], after={"user_data": "pw=hunter2"}),
            variables={"secret": {"value": "hunter2"}},
            configuration={"root_module": {"variables": {"secret": {"sensitive": True}}}},
        )
    )

    assert "hunter2" not in repr(plan)


def test_known_values_are_those_of_the_lost_object_for_a_deletion() -> None:
    change = _change(["delete"], before={"identifier": "acme-dev-orders", "port": 5432, "list": [1]})

    assert parse_plan(_plan(change)).resource_changes[0].known == {"identifier": "acme-dev-orders", "port": 5432}


def test_true_is_not_one() -> None:
    change = _change(["update"], before={"a": True}, after={"a": 1})

    assert len(parse_plan(_plan(change)).resource_changes[0].attributes) == 1


def test_planned_addresses_go_through_all_modules_without_data_sources() -> None:
    inner = {"resources": [{"address": "module.a.module.b.x.y", "mode": "managed"}]}
    outer = {"resources": [{"address": "module.a.data.x.y", "mode": "data"}], "child_modules": [inner]}
    root = {"resources": [{"address": "x.y", "mode": "managed"}], "child_modules": [outer]}

    plan = parse_plan(_plan(planned_values={"root_module": root}))

    assert plan.planned == {"x.y", "module.a.module.b.x.y"}


def test_outputs_are_named_and_their_values_are_not_kept() -> None:
    outputs = {"key": {"actions": ["create"], "after": "hunter2", "before_sensitive": False, "after_sensitive": True}}

    plan = parse_plan(_plan(output_changes=outputs))

    assert plan.output_changes == (OutputChange("key", Action.CREATE, sensitive=True),)
    assert not plan.is_empty


def test_a_plan_that_only_deletes_says_so() -> None:
    assert parse_plan(_plan(_change(["delete"]), _change(["no-op"]))).only_deletes
    assert not parse_plan(_plan(_change(["delete"]), _change(["create"]))).only_deletes
    assert not parse_plan(_plan(_change(["no-op"]))).only_deletes


def test_losses_are_what_would_be_gone() -> None:
    plan = parse_plan(_plan(_change(["update"]), _change(["delete", "create"]), _change(["forget"])))

    assert [change.action for change in plan.losses] == [Action.REPLACE, Action.FORGET]


def test_an_import_is_a_change() -> None:
    plan = parse_plan(_plan(_change(["no-op"], importing={"id": "i-1"})))

    assert not plan.is_empty
    assert plan.resource_changes[0].importing


def test_a_failed_plan_says_so_where_terraform_has_no_word_for_applyable() -> None:
    document = json.loads(_plan(_change(["create"]), errored=True))
    del document["applyable"], document["complete"]

    plan = parse_plan(json.dumps(document).encode())

    assert (plan.errored, plan.applyable, plan.complete) == (True, False, False)


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"[" * 100_000, b"\xff", b'{"format_version": "1.2"}'])
def test_what_is_no_plan_is_refused(content: bytes) -> None:
    with pytest.raises(PlatformError):
        parse_plan(content)


def test_the_error_about_a_plan_tells_no_value() -> None:
    with pytest.raises(PlatformError) as caught:
        parse_plan(_plan({**_change(["create"]), "address": {"secret": "hunter2"}}))

    assert "hunter2" not in f"{caught.value.detail} {caught.value.__cause__}"


SECRETS = st.integers(100_000, 999_999).map(lambda number: f"secret-{number}")
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(st.sampled_from("abcd"), part, max_size=3),
    max_leaves=8,
)


@given(VALUES, VALUES, SECRETS, st.sampled_from(["before", "after"]))
def test_no_masked_text_survives_wherever_it_is(one: Any, other: Any, secret: str, side: str) -> None:
    hidden, plain = {"s": secret, "o": one, "l": [one, secret]}, {"s": other, "o": other, "l": [other]}
    sides = {"before": hidden, "after": plain} if side == "before" else {"before": plain, "after": hidden}
    mask = {"s": True, "l": [False, True]}

    plan = parse_plan(_plan(_change(["update"], **sides, **{f"{side}_sensitive": mask})))

    assert secret not in repr(plan)


@given(VALUES, VALUES, VALUES, VALUES)
def test_no_values_and_masks_crash_the_reader(before: Any, after: Any, unknown: Any, mask: Any) -> None:
    change = _change(["update"], before=before, after=after, after_unknown=unknown, before_sensitive=mask)

    parse_plan(_plan(change))
