"""What was judged is what is applied: one byte changed while a person thinks about it, and nothing happens."""

from pathlib import Path

import pytest
from tests.project import Project
from tests.terminal import terminal

pytestmark = pytest.mark.lifecycle
STACK = "desk/note/one"


def change_one_byte(path: Path, at: int = -1) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(bytes(content))


@pytest.mark.parametrize(
    ("file", "at", "said"),
    [
        ("plan.tfplan", -1, "The plan has changed"),
        ("vendor/modules/note/1.0.0/main.tf", -2, "What was judged has changed"),
        ("stacks/desk/note/one/terraform.tfvars.json", -2, "What was judged has changed"),
    ],
)
def test_one_byte_changed_before_the_yes_is_refused_and_nothing_is_applied(
    desk: Project, file: str, at: int, said: str
) -> None:
    with terminal(desk, "create", "note", "one") as person:
        person.wait_for("Do it? [y/N]")
        change_one_byte(desk.work_folder() / file, at)
        person.type("y\n")
        code = person.end()

    assert code == 3
    assert said in person.text
    assert desk.kinds_of_events(STACK)[-1] == "blocked"
    assert "applying" not in desk.kinds_of_events(STACK)
    assert desk.state_of(STACK) == {}
    assert not list(desk.work.glob("*/stacks"))


def test_a_file_added_before_the_yes_is_refused_too(desk: Project) -> None:
    with terminal(desk, "create", "note", "one") as person:
        person.wait_for("Do it? [y/N]")
        (desk.work_folder() / "stacks" / STACK / "late.tf").write_text('resource "terraform_data" "late" {}\n')
        person.type("y\n")
        code = person.end()

    assert code == 3
    assert "late.tf" in person.text
    assert desk.state_of(STACK) == {}


def test_the_next_command_makes_and_judges_a_new_plan(desk: Project) -> None:
    with terminal(desk, "create", "note", "one") as person:
        person.wait_for("Do it? [y/N]")
        change_one_byte(desk.work_folder() / "plan.tfplan")
        person.type("y\n")
        person.end()

    again = desk.run("create", "note", "one", "--yes")

    assert again.code == 0
    assert len(desk.state_of(STACK)["resources"][0]["instances"]) == 3
    assert desk.kinds_of_events(STACK)[-1] == "applied"
