"""The whole path for the fast kind: create, look, change, destroy; the same again, and what is refused on the way."""

import pytest
from tests.project import Project

pytestmark = pytest.mark.lifecycle
STACK = "desk/note/one"
CREATE = ("create", "note", "one", "--yes")
HOSTILE = (
    '${file("/etc/passwd")}',
    "%{ if true }yes%{ endif }",
    "checkov:skip=PCTL_NOTE_1",
    "contains=index",
    "<<EOT",
    "e\u0301\u2028\U0001f600",
    "__import__('os').system('id')",
    "--yes",
    "null",
    "",
)


def test_a_stack_lives_from_create_to_destroy(desk: Project) -> None:
    created = desk.run(*CREATE, "--output", "json")
    listed, second = desk.run("list", "--output", "json"), desk.run("plan", "--detailed-exitcode")
    changed = desk.run("change", STACK, "--text", "better", "--yes", "--output", "json")
    outputs = desk.run("outputs", STACK, "text")
    refused = desk.run("destroy", STACK, "--yes")
    destroyed = desk.run("destroy", STACK, "--confirm", "one", "--output", "json")

    assert [said.code for said in (created, second, changed, refused, destroyed)] == [0, 0, 0, 3, 0]
    assert (created.document["status"], changed.document["status"]) == ("applied", "applied")
    assert listed.document["stacks"][0]["stack"] == STACK
    assert outputs.stdout == "better\n"
    assert destroyed.document["status"] == "destroyed"
    assert not desk.folder(STACK).exists()
    assert desk.run("list", "--output", "json").document["stacks"] == []
    assert desk.kinds_of_events(STACK)[-1] == "destroyed"


def test_a_sensitive_output_is_never_shown_and_never_recorded(desk: Project) -> None:
    words = "correct-horse-battery"
    desk.run("create", "note", "one", "--text", "public", "--yes")
    desk.run("change", STACK, "--text", words, "--yes")

    told = [desk.run(*said).stdout for said in (["outputs", STACK], ["show", STACK], ["history", STACK])]
    secret = desk.run("outputs", STACK, "secret")

    assert words in told[0]
    assert "(sensitive" in told[0]
    assert words not in told[2]
    assert words not in secret.stdout + secret.stderr
    assert desk.show(STACK)["outputs"]["secret"] == {"sensitive": True}


def test_the_same_create_again_goes_on_and_another_points_to_change(desk: Project) -> None:
    first, again = desk.run(*CREATE), desk.run(*CREATE, "--output", "json")

    other = desk.run(*CREATE, "--text", "other")

    assert (first.code, again.code, other.code) == (0, 0, 64)
    assert again.document["status"] == "unchanged"
    assert f"platformctl change {STACK} --text other" in other.stderr


def test_hostile_words_are_judged_applied_and_recorded_as_the_words_they_are(desk: Project) -> None:
    lines = [word for text in HOSTILE for word in (f"--lines={text}",)]

    said = desk.run(*CREATE, *lines, f"--text={HOSTILE[0]}", "--output", "json")

    assert said.code == 0
    outputs = said.document["outputs"]
    assert outputs["text"]["value"] == HOSTILE[0]
    assert outputs["lines"]["value"] == [text.replace("e\u0301", "\u00e9") for text in HOSTILE]
    assert desk.run("plan", "--detailed-exitcode").code == 0


def test_looking_leaves_no_trace(desk: Project) -> None:
    desk.run(*CREATE)
    before = snapshot(desk)

    codes = [desk.run(*words).code for words in (["plan"], ["list"], ["show", STACK], ["outputs", STACK])]

    assert codes == [0, 0, 0, 0]
    assert snapshot(desk) == before


def snapshot(project: Project) -> dict[str, bytes]:
    """Read every file of the project; the database's own side files apart."""
    files = [path for path in project.root.rglob("*") if path.is_file() and "records.db-" not in path.name]
    return {str(path): path.read_bytes() for path in files}
