"""The built-in modules say in Terraform what their contracts say: names, types, alarms, promises."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hcl2
import pytest

from platformctl.catalog.contract import Contract
from platformctl.catalog.lint import lint, variable_types
from platformctl.catalog.sources import builtin_folder
from platformctl.policy.packs import load_pack
from platformctl.project.documents import read_document
from platformctl.project.validation import validated

MODULES = builtin_folder("modules")
KINDS = ("db", "queue")
COMPARISON = {"GreaterThanThreshold": "above", "LessThanThreshold": "below"}


def contract_of(kind: str) -> Contract:
    return validated(Contract, read_document(MODULES / kind / "module.yaml"))


def blocks(kind: str, what: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every block of a sort, by its last label."""
    for path in sorted((MODULES / kind).glob("*.tf")):
        for block in hcl2.loads(path.read_text()).get(what, []):
            yield unwrapped(block)


def unwrapped(block: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    label, body = next(iter(block.items()))
    inner = body if "__is_block__" in body else next(iter(body.values()))
    name = label if inner is body else f"{label}.{next(iter(body))}"
    return name.replace('"', ""), inner


def spelled(hcl_type: str) -> str:
    """A type without what only looks differently."""
    return re.sub(r"[\s${}]", "", hcl_type)


@pytest.mark.parametrize("kind", KINDS)
def test_the_contract_is_sound(kind: str) -> None:
    lint(contract_of(kind), read_document(MODULES / kind / "module.yaml"))


@pytest.mark.parametrize("kind", KINDS)
def test_the_variables_are_those_of_the_contract_and_none_may_be_null(kind: str) -> None:
    variables = dict(blocks(kind, "variable"))

    types = {name: spelled(body["type"]) for name, body in variables.items()}

    assert types == {name: spelled(known) for name, known in variable_types(contract_of(kind)).items()}
    assert all(body["nullable"] is False and body["description"] for body in variables.values())
    assert not [name for name, body in variables.items() if "default" in body]


@pytest.mark.parametrize("kind", KINDS)
def test_the_outputs_are_those_of_the_contract(kind: str) -> None:
    outputs = dict(blocks(kind, "output"))

    assert sorted(outputs) == sorted(contract_of(kind).outputs)
    assert all(body["description"] for body in outputs.values())


@pytest.mark.parametrize("kind", KINDS)
def test_every_signal_is_an_alarm_with_the_same_threshold(kind: str) -> None:
    resources = dict(blocks(kind, "resource"))
    alarms = [body for name, body in resources.items() if name.startswith("aws_cloudwatch_metric_alarm.")]

    found = {
        (
            f"{alarm['namespace']}/{alarm['metric_name']}".replace('"', ""),
            float(alarm["threshold"]),
            COMPARISON[alarm["comparison_operator"].strip('"')],
        )
        for alarm in alarms
    }

    assert found == {(signal.metric, signal.threshold, signal.comparison) for signal in contract_of(kind).signals}


@pytest.mark.parametrize("kind", KINDS)
def test_every_signal_has_its_part_of_the_runbook(kind: str) -> None:
    headings = {f"RUNBOOK.md#{line[3:].strip()}" for line in runbook(kind).splitlines() if line.startswith("## ")}

    assert headings == {signal.runbook for signal in contract_of(kind).signals}


def runbook(kind: str) -> str:
    return (MODULES / kind / "RUNBOOK.md").read_text()


@pytest.mark.parametrize("kind", KINDS)
def test_every_promise_is_proven_by_checks_of_the_pack_on_types_that_the_module_has(kind: str) -> None:
    pack = load_pack(builtin_folder("policies") / "builtin").file
    types = {name.partition(".")[0] for name, _body in blocks(kind, "resource")}

    guarantees = contract_of(kind).guarantees

    assert {check for promise in guarantees for check in promise.checks} <= set(pack.checks)
    assert {resource for promise in guarantees for resource in promise.resources} <= types


@pytest.mark.parametrize("kind", KINDS)
def test_what_may_be_lost_and_disarmed_and_found_again_is_in_the_module(kind: str) -> None:
    contract = contract_of(kind)
    types = {name.partition(".")[0] for name, _body in blocks(kind, "resource")}

    assert {*contract.stateful, *contract.disarm, *contract.identity} <= types


@pytest.mark.parametrize("kind", KINDS)
def test_the_readme_shows_every_variable(kind: str) -> None:
    example = (MODULES / kind / "README.md").read_text()

    shown = set(re.findall(r"^  (\w+) += ", example, re.MULTILINE)) - {"source"}

    assert shown == set(variable_types(contract_of(kind)))


def test_no_module_names_a_machine_or_takes_a_name_by_chance() -> None:
    texts = [path.read_text() for path in Path(MODULES).glob("*/*.tf")]

    assert not [text for text in texts if re.search(r"name_prefix|random_|provisioner|external|default_tags", text)]
