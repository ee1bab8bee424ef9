"""Attacks by the author of a request: what it says stays text, or is refused with its place."""

import json

import pytest
from tests.attacks.conftest import Refused
from tests.unit.cli.conftest import Platformctl

from platformctl.project.project import Project

STACK = "stacks/desk/note/one"
TEXTS = (
    '${file("/etc/passwd")}',
    "%{ for x in y }",
    '"\n}\nimport {}',
    "<<EOT\n${x}\nEOT",
    "$${x}",
    "{{ 1 + 1 }}",
    "\\u0022",
)


@pytest.mark.parametrize("text", TEXTS)
def test_code_in_a_value_stays_text(text: str, victim: Project, platformctl: Platformctl) -> None:
    code = (victim.root / STACK / "main.tf").read_bytes()
    request = victim.root / STACK / "request.yaml"
    said = request.read_text("utf-8").replace("inputs: {}", "inputs:")
    request.write_text(said.replace("inputs:", f"inputs:\n  text: {json.dumps(text)}"), "utf-8")

    rendered = platformctl("render")

    assert rendered.code == 0
    assert json.loads((victim.root / STACK / "terraform.tfvars.json").read_text("utf-8"))["text"] == text
    assert (victim.root / STACK / "main.tf").read_bytes() == code


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("kind: note", "'kind' is there twice"),
        ("more: &x 1", "anchors and aliases are not read"),
        ("more: *x", "anchors and aliases are not read"),
        ("more: !!python/object/apply:os.system [id]", "tags are not read"),
        ("<<: {a: 1}", "merge keys are not read"),
        ("---\nkind: note", "a second document starts here"),
        ("more: \u202etxt", "U+202E can't be seen"),
        ("more: a\u200bb", "U+200B can't be seen"),
        (f"more: {'[' * 30}{']' * 30}", "nested deeper than"),
        (f"more: {'x' * 300_000}", "A file is too large"),
        ("more: 1", "more: is not known here"),
    ],
)
def test_a_document_says_what_a_person_reads(line: str, why: str, victim: Project, refused: Refused) -> None:
    request = victim.root / STACK / "request.yaml"
    request.write_text(f"{request.read_text('utf-8')}{line}\n", "utf-8")

    said = refused("plan", "desk/note/one")

    assert why in said
    assert "request.yaml" in said


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("kind: note", "kind: db"),
        ("name: one", "name: two"),
        ("name: one", "name: ../../../../etc"),
        ("environment: desk", "environment: prod"),
        ("module: note@1.0.0", "module: note@9.9.9"),
        ("module: note@1.0.0", "module: ../../x@1.0.0"),
        ("team: writers", "team: strangers"),
    ],
)
def test_a_request_speaks_for_its_own_place_only(old: str, new: str, victim: Project, refused: Refused) -> None:
    request = victim.root / STACK / "request.yaml"
    text = request.read_text("utf-8")
    assert old in text
    request.write_text(text.replace(old, new), "utf-8")

    refused("plan", "desk/note/one")


@pytest.mark.parametrize("name", ["../x", "/etc/passwd", "a/b", "a b", "-rf", "A", "a\x1b[2J", "ä", "x" * 40, ".", ""])
def test_a_name_does_not_become_a_path(name: str, victim: Project, refused: Refused) -> None:
    said = refused("create", "note", "--yes", "--", name)

    assert "\x1b" not in said
    assert sorted(path.name for path in (victim.root / "stacks/desk/note").iterdir()) == ["one"]


@pytest.mark.parametrize("option", ["--publicly-accessible", "--skip-final-snapshot", "--tags", "--names"])
def test_nothing_is_asked_for_that_the_contract_does_not_offer(option: str, refused: Refused) -> None:
    assert "Not understood" in refused("create", "db", "two", "--env", "dev", option, "true", "--yes")
