"""What programs get: one document with a schema version; its keys are a promise, its values never hold a secret."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from tests.unit.views import audit, samples

from platformctl.catalog.sources import builtin_folder, load_module
from platformctl.records.facts import PublicOutput
from platformctl.stacks.stack import Stack
from platformctl.views import (
    catalog,
    failure,
    history,
    leases,
    outcome,
    outputs,
    proofs,
    rendering,
    sandbox,
    settling,
    standing,
    starting,
)
from platformctl.views.document import SCHEMA_VERSION
from platformctl.workflows.results import Rendered, Reset

DB = load_module(builtin_folder("modules") / "db", "builtin")
STACK_KEYS = {"stack", "status", "notes", "request", "last_run", "last_applied", "outputs", "state"}
OUTCOME_KEYS = {
    "stack",
    "status",
    "run",
    "seconds",
    "destroys",
    "changes",
    "data_losses",
    "not_appliable",
    "verdicts",
    "outputs",
}
ERROR_KEYS = {"summary", "detail", "hint", "exit_code"}
Write = Callable[[Mapping[str, Stack]], str]
DOCUMENTS: dict[str, tuple[Write, set[str]]] = {
    "catalog": (lambda _: catalog.offered_json([DB]), {"kinds"}),
    "outcome": (lambda s: outcome.finished_json(samples.outcome(samples.losing(s["db"]), "applied")), OUTCOME_KEYS),
    "several": (lambda s: outcome.several_json([*samples.stopped()]), {"stacks"}),
    "list": (lambda s: standing.listed_json("dev", samples.standings(s["db"])), {"environment", "stacks"}),
    "show": (lambda s: standing.shown_json(samples.standings(s["db"])[0]), STACK_KEYS | {"partial"}),
    "history": (lambda _: history.told_json(samples.history()), {"stack", "events", "has_more"}),
    "runs": (lambda _: history.runs_json(audit.run_list()), {"environment", "runs", "has_more"}),
    "verified": (lambda _: proofs.verified_json("dev", audit.chains()), {"environment", "chains"}),
    "heads": (lambda _: proofs.heads(audit.chains()), {"heads"}),
    "pruned": (lambda _: proofs.pruned_json("dev", audit.pruned()), {"environment", "stacks"}),
    "leases": (lambda _: leases.listed_json("dev", audit.held_leases(), audit.NOW), {"environment", "leases"}),
    "released": (lambda _: leases.released_json(audit.released()), {"released", "reason", "unfinished"}),
    "failure": (lambda _: failure.failed_json(samples.hostile()), {"error"}),
    "outputs": (lambda _: outputs.outputs_json(samples.ORDERS, samples.OUTPUTS), {"stack", "outputs"}),
    "settled": (lambda _: settling.settled_json(samples.settled()), {"stacks"}),
    "sandbox": (lambda _: sandbox.status_json(samples.running()), {"sandbox"}),
    "reset": (lambda _: sandbox.reset_json(Reset(samples.running(), ("dev/db/orders",))), {"sandbox", "forgotten"}),
    "env": (lambda _: sandbox.env_json({"AWS_REGION": "x"}), {"env"}),
    "rendered": (lambda _: rendering.rendered_json([Rendered(samples.NOTE, ("main.tf",))]), {"stacks"}),
    "checked": (lambda _: rendering.checked_json([samples.edited()]), {"faults"}),
    "started": (lambda _: starting.started_json(samples.started()), {"project", "written"}),
}
every_document = pytest.mark.parametrize("name", DOCUMENTS)


@every_document
def test_each_document_has_its_version_and_its_keys(name: str, stacks: Mapping[str, Stack]) -> None:
    write, keys = DOCUMENTS[name]

    document = json.loads(write(stacks))

    assert document.pop("version") == SCHEMA_VERSION
    assert keys <= set(document)


@every_document
def test_each_document_survives_any_terminal_and_any_log(name: str, stacks: Mapping[str, Stack]) -> None:
    text = DOCUMENTS[name][0](stacks)

    assert text.isascii()
    assert text.endswith("}\n")
    assert [character for character in text if character != "\n" and not character.isprintable()] == []
    assert samples.SECRET not in text


def test_an_outcome_tells_changes_losses_and_verdicts(stacks: Mapping[str, Stack]) -> None:
    facts = outcome.facts(samples.outcome(samples.losing(stacks["db"]), "applied"))

    assert {"address": samples.DB, "action": "replace"} in facts["changes"]
    assert facts["data_losses"] == [samples.DB]
    assert {one["standing"] for one in facts["verdicts"][0]["guarantees"]} == {"unproven"}


def test_a_sensitive_output_is_where_to_fetch_it_and_nothing_else(stacks: Mapping[str, Stack]) -> None:
    told: Any = json.loads(outputs.outputs_json(samples.ORDERS, samples.OUTPUTS))["outputs"]["password"]

    assert set(told) == {"sensitive", "reference"}
    assert outcome.outputs_facts(samples.OUTPUTS)["password"] == {"sensitive": True}


def test_a_stopped_stack_tells_its_error() -> None:
    (blocked, busy) = json.loads(outcome.several_json(samples.stopped()))["stacks"]

    assert (blocked["status"], blocked["error"]["exit_code"], busy["error"]["exit_code"]) == ("stopped", 3, 4)
    assert set(busy["error"]) == ERROR_KEYS


def test_a_bare_output_is_its_value_and_a_newline() -> None:
    assert outputs.output(samples.ORDERS, "port", samples.OUTPUTS) == "5432\n"
    assert outputs.output(samples.ORDERS, "motd", samples.OUTPUTS) == "line one\nport  1\n"
    assert outputs.output(samples.ORDERS, "umlaut", {"umlaut": PublicOutput(value=["ä"])}) == '["ä"]\n'


def test_where_an_error_came_from_is_a_traceback() -> None:
    assert failure.origin(ValueError("x")).startswith("ValueError: x")
