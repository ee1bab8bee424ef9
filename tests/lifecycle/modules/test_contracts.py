"""The built-in modules say in Terraform what their contracts say: names, types, alarms, promises."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hcl2
import pytest

from platformctl.catalog.contract import Contract
from platformctl.catalog.lint import lint
from platformctl.catalog.sources import builtin_folder
from platformctl.catalog.variables import SIGNAL, variable_types
from platformctl.policy.packs import load_pack
from platformctl.project.documents import read_document
from platformctl.project.validation import validated

MODULES = builtin_folder("modules")
TOLD = ("alarm_description", "namespace", "metric_name", "comparison_operator", "threshold")
KINDS = ("bucket", "db", "function", "network", "queue")


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
    lint(contract_of(kind), read_document(MODULES / kind / "module.yaml"), MODULES / kind)


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
def test_every_alarm_is_what_its_signal_in_the_contract_says(kind: str) -> None:
    resources = dict(blocks(kind, "resource"))
    alarms = {name: body for name, body in resources.items() if name.startswith("aws_cloudwatch_metric_alarm.")}

    told = {name.partition(".")[2]: {spelled(str(whole(body)[word])) for word in TOLD} for name, body in alarms.items()}
    severities = {spelled(str(body["tags"])) for body in alarms.values()}

    signals = contract_of(kind).signals
    told_by_contract = SIGNAL.keys() - {"severity"}
    assert told == {name: {f"var.signals.{name}.{word}" for word in told_by_contract} for name in signals}
    assert severities == {f"merge(var.tags,severity=var.signals.{name}.severity)" for name in signals}


def whole(alarm: dict[str, Any]) -> dict[str, Any]:
    """An alarm, and what the metric says that it reckons with."""
    metrics = (metric for query in alarm.get("metric_query", []) for metric in query.get("metric", []))
    return {**alarm, **{word: value for metric in metrics for word, value in metric.items()}}


@pytest.mark.parametrize("kind", KINDS)
def test_names_that_other_kinds_could_bear_say_the_kind(kind: str) -> None:
    shared = ("aws_cloudwatch_metric_alarm.", "aws_iam_role.", "aws_security_group.")
    resources = {name: body for name, body in blocks(kind, "resource") if name.startswith(shared)}

    names = [str(body.get("alarm_name", body.get("name"))) for body in resources.values()]

    assert names
    assert not [name for name in names if f"}}-{kind}" not in name]


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
