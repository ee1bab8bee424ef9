"""Outputs in files, as a shell and as every reader of KEY=VALUE reads them."""

import subprocess
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from platformctl.errors import Usage
from platformctl.records.facts import PublicOutput, SensitiveOutput
from platformctl.stacks.stack_id import StackId
from platformctl.views.environment_files import environment_file

ORDERS = StackId("dev", "db", "orders-eu")
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


def written(kind: str, **values: Any) -> str:
    return environment_file(kind, ORDERS, {name: PublicOutput(value=value) for name, value in values.items()})


def test_variables_bear_the_stack_and_the_output() -> None:
    assert written("env", port=5432, endpoint="a b") == "export ORDERS_EU_ENDPOINT='a b'\nexport ORDERS_EU_PORT=5432\n"
    assert written("dotenv", port=5432, ids=["a", "b"]) == 'ORDERS_EU_IDS=["a", "b"]\nORDERS_EU_PORT=5432\n'


@pytest.mark.parametrize("kind", ["env", "dotenv"])
def test_what_is_sensitive_never_reaches_a_file(kind: str) -> None:
    assert environment_file(kind, ORDERS, {"password": SensitiveOutput()}) == ""


@settings(max_examples=20)
@given(TEXTS)
def test_a_shell_reads_back_exactly_what_was_recorded(text: str) -> None:
    script = written("env", value=text) + 'printf %s "$ORDERS_EU_VALUE"'

    read = subprocess.run(["sh", "-c", script], capture_output=True, check=True)

    assert read.stdout.decode() == text


@pytest.mark.parametrize(
    "text", ["a\nb", "$HOME", "`id`", "'a'", '"a"', " a", "a ", "a #b", "#a", "a\\nb", "${x}", "a\rb", "a\x1b[2Jb"]
)
def test_what_readers_do_not_agree_on_is_refused(text: str) -> None:
    with pytest.raises(Usage, match="An output does not fit into a dotenv file") as refused:
        written("dotenv", value=text)

    assert refused.value.hint == "platformctl outputs dev/db/orders-eu --report env=outputs.env"


@given(TEXTS)
def test_a_dotenv_file_has_one_line_for_each_output(text: str) -> None:
    try:
        content = written("dotenv", value=text)
    except Usage:
        return
    assert content == f"ORDERS_EU_VALUE={text}\n"
    assert len(content.splitlines()) == 1
