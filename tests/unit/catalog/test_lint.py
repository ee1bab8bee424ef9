"""A mistake in a contract is found when it is made, with its place."""

from pathlib import Path

import pytest
from tests.unit.projects import note_module

from platformctl.catalog.contract import Contract
from platformctl.catalog.lint import RESERVED, lint
from platformctl.catalog.sources import builtin_folder, load_module
from platformctl.catalog.variables import variable_types
from platformctl.errors import Usage
from platformctl.project.documents import parse_document
from platformctl.project.validation import validated

GOOD = """\
name: thing
version: 1.0.0
title: Thing
description: A thing.
owner: platform
inputs:
  text: {type: string, default: hello, pattern: '^[a-z]+$', description: Text}
  count_of: {type: integer, minimum: 1, maximum: 9, default: 3, description: Count}
  lines: {type: array, items: {type: string}, default: [], description: Lines}
sizes:
  small: {weight: 1, label: a}
  large: {weight: 10, label: b}
default_size: small
profiles:
  dev: {kept: false}
  staging: {kept: false}
  prod: {kept: true, text: safe}
context:
  network: {type: object, properties: {vpc_id: {type: string, description: Id}}, description: the network}
names:
  thing: {limit: 40}
  other: {limit: 12, unique: true}
"""


def checked(text: str) -> Contract:
    document = parse_document(text.encode(), Path("module.yaml"))
    contract = validated(Contract, document)
    lint(contract, document)
    return contract


def refusal(old: str, new: str) -> str:
    assert old in GOOD
    with pytest.raises(Usage) as refused:
        checked(GOOD.replace(old, new))
    return refused.value.detail


@pytest.mark.parametrize("kind", ["bucket", "db", "function", "network", "queue"])
def test_the_built_in_contracts_are_sound(kind: str) -> None:
    assert load_module(builtin_folder("modules") / kind, "builtin").item == f"{kind}@1.0.0"


def test_the_fixture_contract_is_sound() -> None:
    assert note_module().contract.provider == "none"


def test_every_variable_has_one_type() -> None:
    assert variable_types(checked(GOOD)) == {
        "count_of": "number",
        "kept": "bool",
        "label": "string",
        "lines": "list(string)",
        "names": "object({ other = string, thing = string })",
        "network": "object({ vpc_id = string })",
        "tags": "map(string)",
        "text": "string",
        "weight": "number",
    }


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("  text: {type", "  count: {type", "7:10: inputs.count: is a reserved word."),
        ("  text: {type", "  output: {type", "inputs.output: is a reserved word."),
        ("{weight: 1, ", "{version: 1, ", "11:20: sizes.small.version: is a reserved word."),
        ("dev: {kept: false}", "dev: {source: a}", "profiles.dev.source: is a reserved word."),
        ("  network:", "  providers:", "context.providers: is a reserved word."),
        ("default_size: small", "default_size: medium", "default_size: must be one of small, large."),
        ("default_size: small\n", "", "default_size: must be one of small, large."),
        ("{weight: 10, label: b}", "{weight: 10}", "sizes.large: does not say label, which another one of sizes does."),
        ("{weight: 10, label", "{weight: heavy, label", "sizes.large.weight: is a string; elsewhere it is a number."),
        ("staging: {kept: false}", "staging: {}", "profiles.staging: does not say kept, which another profile does."),
        ("text: safe", "text: NOT SAFE", "profiles.prod.text: must match ^[a-z]+$"),
        ("text: safe", "text: 5", "profiles.prod.text: is a number; elsewhere it is a string."),
        ("default: hello", "default: HELLO", "inputs.text.default: must match ^[a-z]+$"),
        ("default: 3", "default: 30", "inputs.count_of.default: should be less than or equal to 9."),
        ("default: []", "default: [1]", "inputs.lines.default: should be a valid string."),
        ("'^[a-z]+$'", "'^[a-z$'", "inputs.text: has a pattern that can't be read."),
        ("'^[a-z]+$'", "'^(?=a)a$'", "inputs.text: has a pattern that can't be read."),
        ("label: a}", "text: a}", "sizes.small.text: is in inputs as well."),
        ("label: a}", "kept: a}", "sizes.small.kept: is in profiles as well."),
        ("  network:", "  text:", "context.text: is in inputs as well."),
        ("  network:", "  weight:", "context.weight: is in sizes as well."),
        ("limit: 12", "limit: 11", "names.other.limit: should be greater than or equal to 12."),
        ("version: 1.0.0", "version: 1.0", "2:10: version:"),
        ("version: 1.0.0", "version: 01.0.0", "version: must match"),
        ("type: integer", "type: int", "inputs.count_of: type must be one of 'string', 'integer',"),
        (
            "type: integer, minimum",
            "type: integer, minimun",
            "inputs.count_of.minimun: is not known here. Did you mean 'minimum'?",
        ),
        ("vpc_id: {", "vpc-id: {", "context.network.properties.vpc-id: must match"),
        ("  staging: {kept: false}\n", "  test: {kept: false}\n", "profiles.test: must be 'dev', 'staging' or 'prod'."),
    ],
)
def test_each_mistake_is_named_with_its_place(old: str, new: str, said: str) -> None:
    detail = refusal(old, new)

    assert detail.startswith("module.yaml:")
    assert said in detail


@pytest.mark.parametrize("word", ["env", "output", "help", "count", "for_each", "tags", "names", "size"])
def test_words_of_terraform_and_of_our_own_options_are_reserved(word: str) -> None:
    assert word in RESERVED


def test_every_tier_has_a_profile() -> None:
    assert "profiles: does not say staging." in refusal("  staging: {kept: false}\n", "")
