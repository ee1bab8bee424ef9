"""A stack's id, as people type it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.slugs import SLUGS

from platformctl.errors import Usage
from platformctl.stacks.stack_id import StackId, parse_stack_id

IDS = st.builds(StackId, SLUGS, SLUGS, SLUGS)


@given(IDS)
def test_what_is_written_is_read_back(stack: StackId) -> None:
    assert parse_stack_id(str(stack), "other") == stack
    assert parse_stack_id(f"{stack.kind}/{stack.name}", stack.environment) == stack


@given(IDS)
def test_the_folder_is_below_stacks(stack: StackId) -> None:
    assert str(stack.folder) == f"stacks/{stack}"


def test_a_trailing_slash_of_completion_does_no_harm() -> None:
    assert parse_stack_id("dev/db/orders/", "dev") == StackId("dev", "db", "orders")


@pytest.mark.parametrize(
    "text",
    ["", "/", "orders", "a/b/c/d", "dev//orders", "Dev/db/orders", "dev/db/../../x", "dev/db/or ders", "dev/db/ö"],
)
def test_anything_else_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(Usage, match="Not a stack") as refused:
        parse_stack_id(text, "dev")

    assert "dev/db/orders or db/orders" in refused.value.detail


@given(st.text(max_size=40))
def test_no_text_becomes_a_path_outside(text: str) -> None:
    assert parts_of(text).isascii()
    assert ".." not in parts_of(text)


def parts_of(text: str) -> str:
    """Return the folder that a text leads to; nothing where it is refused."""
    try:
        return str(parse_stack_id(text, "dev").folder)
    except Usage:
        return ""
