"""`${env:NAME}` is read as the whole address of a database, and nowhere else."""

from pathlib import Path

import pytest

from platformctl.errors import Usage
from platformctl.project.documents import parse_document
from platformctl.project.references import refuse_references, resolved

HERE = Path("platform.yaml")
URL = "environments:\n  dev:\n    state:\n      postgres:\n        url: {}\n"


@pytest.mark.parametrize("url", ['"${env:PLATFORMCTL_PG_URL}"', "${env:PG}", "postgres://plain"])
def test_a_database_may_have_its_whole_address_from_a_variable(url: str) -> None:
    refuse_references(parse_document(URL.format(url).encode(), HERE))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("organisation: ${env:AWS_SECRET_ACCESS_KEY}\n", "platform.yaml:1:15: organisation"),
        ("tags:\n  owner: me ${env:HOME}\n", "platform.yaml:2:10: tags.owner"),
        ("tags:\n  ${env:HOME}: me\n", "platform.yaml:2:16: tags.${env:HOME}"),
        ("packs:\n- builtin\n- path: ${ENV:HOME}\n", "platform.yaml:3:9: packs.1.path"),
        ("a:\n  b: [x, '${ env : HOME }']\n", "platform.yaml:2:10: a.b.1"),
        (URL.format("postgres://${env:USER}@db"), "platform.yaml:5:14: environments.dev.state.postgres.url"),
        (URL.format("${env:lower}"), "platform.yaml:5:14: environments.dev.state.postgres.url"),
        (URL.format("${env:A}${env:B}"), "platform.yaml:5:14: environments.dev.state.postgres.url"),
    ],
)
def test_anywhere_else_it_is_refused_with_its_place(text: str, place: str) -> None:
    with pytest.raises(Usage, match="A variable is named where none is read") as refused:
        refuse_references(parse_document(text.encode(), HERE))

    assert refused.value.detail.startswith(f"{place}: ")


def test_a_variable_gives_the_whole_address() -> None:
    url = "postgresql://ci:planted@db/platform"

    assert resolved("${env:PG_URL}", {"PG_URL": url}, "here") == url
    assert resolved("postgresql://ci@db/platform", {}, "here") == "postgresql://ci@db/platform"


@pytest.mark.parametrize(
    ("environ", "why"),
    [
        ({}, "PG_URL is not set here, or is empty"),
        ({"PG_URL": ""}, "PG_URL is not set here, or is empty"),
        ({"PG_URL": "planted"}, "PG_URL does not hold the address of a database"),
    ],
)
def test_a_variable_without_an_address_is_named_and_its_value_is_not(environ: dict[str, str], why: str) -> None:
    with pytest.raises(Usage) as refused:
        resolved("${env:PG_URL}", environ, "environments.dev.state.postgres.url")

    assert refused.value.detail == f"platform.yaml: environments.dev.state.postgres.url is ${{env:PG_URL}}, and {why}."
    assert refused.value.hint.startswith("export PG_URL=postgresql://")
    assert "planted" not in str(vars(refused.value))
