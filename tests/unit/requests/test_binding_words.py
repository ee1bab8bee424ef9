"""How bindings are written, and read back."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.slugs import SLUGS

from platformctl.catalog.contract import Contract
from platformctl.catalog.sources import module_on_offer
from platformctl.errors import Usage
from platformctl.requests.binding_words import Binding, bound_context, levelled, parse_binding

LEVELS = st.just("") | st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True)
PREFIXES = st.just("") | st.from_regex(r"[A-Z][A-Z0-9_]{0,20}", fullmatch=True)


@given(SLUGS, SLUGS, SLUGS, LEVELS, PREFIXES)
def test_what_is_written_is_read_back(environment: str, kind: str, name: str, level: str, prefix: str) -> None:
    binding = Binding(f"{environment}/{kind}/{name}", level, prefix)

    assert parse_binding(str(binding), "elsewhere") == binding
    assert parse_binding(binding.word(environment), environment) == binding
    assert environment == "e" or not binding.word(environment).partition("=")[2].startswith(f"{environment}/{kind}/")


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    try:
        producer = parse_binding(text, "dev").producer
    except Usage as error:
        producer = f"{error.summary}//"

    assert producer.count("/") == 2


@pytest.mark.parametrize(
    "text",
    [
        "",
        "db",
        "db/",
        "/orders",
        "db/orders:",
        "db/orders:Read",
        "db//orders",
        "a/b/c/d",
        "DB/orders",
        "db/orders\n",
        "=db/orders",
        "mail=db/orders",
        "db/../orders",
        "db/orders:${read}",
        "db/orders:read:write",
        "db/ordersé",
    ],
)
def test_what_is_no_binding_is_refused(text: str) -> None:
    with pytest.raises(Usage, match="Not a binding"):
        parse_binding(text, "dev")


def contract(kind: str) -> Contract:
    return module_on_offer(kind, None).contract


def test_the_only_level_need_not_be_named() -> None:
    assert levelled(parse_binding("db/orders", "dev"), contract("db")).word("dev") == "db/orders:connect"


def test_several_levels_must_be_told_apart() -> None:
    with pytest.raises(Usage, match="Which access") as refused:
        levelled(parse_binding("queue/mail", "dev"), contract("queue"))

    assert "send, receive, redrive" in refused.value.detail


def test_a_level_that_is_not_there_names_the_nearest() -> None:
    with pytest.raises(Usage, match="Which access") as refused:
        levelled(parse_binding("queue/mail:recieve", "dev"), contract("queue"))

    assert "Did you mean 'receive'?" in refused.value.detail


@pytest.mark.parametrize(
    ("supplied", "found"),
    [
        ({"stack": "network/core"}, {"network": "dev/network/core"}),
        ({"stack": "shared/network/core"}, {"network": "shared/network/core"}),
        ({"vpc_id": "vpc-1"}, {}),
        ({"stack": "network/core", "vpc_id": "vpc-1"}, {}),
        ("network/core", {}),
        (None, {}),
    ],
)
def test_context_that_names_a_stack_is_a_binding(supplied: Any, found: dict[str, str]) -> None:
    assert bound_context(contract("db"), {"network": supplied}, "dev") == found
