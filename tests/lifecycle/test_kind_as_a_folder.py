"""A kind is a folder: once written into a catalog of platform.yaml, it can be asked for, without a line of Python."""

from pathlib import Path

import pytest
from tests.project import Project

pytestmark = pytest.mark.lifecycle
STACK = "desk/reminder/rent"
CONTRACT = """\
name: reminder
version: 1.0.0
title: Reminder
description: Something to be reminded of.
owner: platform
provider: none
inputs:
  on:
    type: string
    format: date
    description: The day
  about: {type: string, enum: [money, people], default: money, description: What it is about}
  minutes: {type: integer, minimum: 1, maximum: 60, default: 5, description: How long it takes}
  urgent: {type: boolean, default: false, description: Whether it can't wait}
  steps: {type: array, items: {type: string}, default: [], description: What to do}
  place:
    type: object
    description: Where
    properties:
      city: {type: string, description: The city, default: Berlin}
      floors: {type: array, items: {type: integer}, description: The floors, default: [1]}
    default: {city: Berlin, floors: [1]}
sizes:
  short: {repeats: 1}
  long: {repeats: 2}
default_size: short
profiles:
  dev: {kept: false}
  staging: {kept: true}
  prod: {kept: true}
outputs:
  summary: {description: Everything in one line}
guarantees:
  - promise: It is remembered.
    checks: [PCTL_NOTE_1]
    resources: [terraform_data]
stateful: [terraform_data]
duration: 0.1
"""
TYPES = {
    "about": "string",
    "kept": "bool",
    "minutes": "number",
    "on": "string",
    "place": "object({ city = string, floors = list(number) })",
    "repeats": "number",
    "steps": "list(string)",
    "urgent": "bool",
}
MODULE = """\
resource "terraform_data" "this" {
  count = var.repeats
  input = [var.about, var.kept, var.minutes, var.on, var.place, var.steps, var.urgent]
}
"""
OUTPUT = """\
output "summary" {
  value = "${var.on}: ${join(" and ", var.steps)} in ${var.place.city}"
}
"""


@pytest.fixture
def reminded(desk: Project) -> Project:
    """A project in whose catalog somebody has just written another kind."""
    variables = [f'variable "{name}" {{\n  type     = {kind}\n  nullable = false\n}}\n' for name, kind in TYPES.items()]
    files = {"module.yaml": CONTRACT, "main.tf": MODULE, "outputs.tf": OUTPUT, "variables.tf": "\n".join(variables)}
    folder = desk.root / "catalog/reminder"
    folder.mkdir()
    [(folder / name).write_text(text, encoding="utf-8") for name, text in files.items()]
    return desk


def test_a_new_kind_lives_from_create_to_destroy(reminded: Project) -> None:
    words = ("--on", "2026-12-01", "--steps", "call", "--steps", "pay", "--place", "city=Bonn", "--size", "long")
    offered = reminded.run("catalog", "reminder")
    told = reminded.run("create", "reminder", "--help")
    created = reminded.run("create", "reminder", "rent", *words, "--yes")
    second = reminded.run("plan", STACK, "--detailed-exitcode")
    summary = reminded.run("outputs", STACK, "summary")
    changed = reminded.run("change", STACK, "--urgent", "--yes")
    destroyed = reminded.run("destroy", STACK, "--confirm", "rent")

    assert [said.code for said in (offered, told, created, second, changed, destroyed)] == [0] * 6
    assert "It is remembered." in offered.stdout
    assert "--no-urgent" in told.stdout
    assert summary.stdout == "2026-12-01: call and pay in Bonn\n"
    assert reminded.kinds_of_events(STACK)[-1] == "destroyed"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--on", "2026-02-30"), "must be a date"),
        ((), "is missing; give --on"),
        (("--on", "2026-12-01", "--minutes", "61"), "less than or equal to 60"),
        (("--on", "2026-12-01", "--about", "mony"), "must be 'money' or 'people'"),
        (("--on", "2026-12-01", "--place", "street=x"), "one of the keys city, floors"),
        (("--on", "2026-12-01", "--size", "longer"), "'longer' is not a size. Did you mean 'long'?"),
    ],
)
def test_its_rules_hold_from_the_first_day(reminded: Project, words: tuple[str, ...], said: str) -> None:
    refused = reminded.run("create", "reminder", "rent", *words, "--yes")

    assert refused.code == 64
    assert said in " ".join(refused.stderr.split())
    assert not (reminded.root / "stacks" / STACK).exists()


def test_a_mistake_in_its_contract_is_named_with_its_place(reminded: Project) -> None:
    contract = Path(reminded.root / "catalog/reminder/module.yaml")
    contract.write_text(CONTRACT.replace("stateful: [terraform_data]", "stateful: [terraform_dat]"), encoding="utf-8")

    refused = reminded.run("create", "reminder", "rent", "--on", "2026-12-01", "--yes")

    assert refused.code == 64
    assert "stateful: the module has no terraform_dat. Did you mean" in " ".join(refused.stderr.split())
